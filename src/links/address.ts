import ipaddr from "ipaddr.js";

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");
/** Looks public, but is answered from within the machine's own network: Azure's platform services. */
const AZURE_PLATFORM = "168.63.129.16";

/**
 * Whether this IP address, as text, belongs to one computer on the public internet. Everything that IANA's registries
 * of special-purpose addresses take out of that is not, and neither is an IPv6 address that carries an IPv4 one
 * (mapped, NAT64, 6to4, Teredo): where that leads, the network decides.
 */
export function isPublic(address: string): boolean {
  if (isAddress(address)) return ipaddr.IPv4.parse(address).range() === "unicast" && address !== AZURE_PLATFORM;
  // A zone ("%eth0") only makes sense within one's own network.
  if (address.includes("%") || !ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.range() === "unicast" && parsed.match(GLOBAL_UNICAST);
}

/** An IPv4 address as URLs and resolvers write it: four decimal parts. */
export function isAddress(host: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(host);
}
