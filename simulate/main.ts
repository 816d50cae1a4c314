import { liveThrough } from "./year.js";
const t=performance.now();
const r=await liveThrough({members:Number(process.argv[2]??40),weeks:Number(process.argv[3]??10),seed:1,hasNudges:true,matching:"engine",onWeek:w=>{if(w%10===0)console.error(w,((performance.now()-t)/1000).toFixed(1))}});
console.log(((performance.now()-t)/1000).toFixed(1),r.told.length,r.deeds.length,r.matched.length,r.met.length,r.circles,r.faults.slice(0,5),r.faults.length);
const c:Record<string,number>={};for(const d of r.deeds)c[d.what]=(c[d.what]??0)+1;console.log(c);
const n:Record<string,number>={};for(const d of r.told)for(const x of d.notices)n[x]=(n[x]??0)+1;console.log(n);
