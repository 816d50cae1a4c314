import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPublic } from "../../src/links/address.js";

describe("a public address", () => {
  it.each([
    "8.8.4.4",
    "45.60.70.80",
    "103.10.20.30",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.1.1",
    "2a04:4e42::81",
    "2606:4700::1111",
  ])("%s is one", (address) => {
    expect(isPublic(address)).toBe(true);
  });

  it.each([
    ["this network", "0.0.0.0", "0.1.2.3"],
    ["private", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1"],
    ["shared by a provider's customers", "100.64.0.1", "100.127.255.255", "100.100.100.200"],
    ["loopback", "127.0.0.1", "127.255.255.254", "::1"],
    ["link-local", "169.254.169.254", "fe80::1", "fe80::1%eth0", "febf::1"],
    ["for protocols", "192.0.0.1", "192.0.0.192", "2001:1::1"],
    ["for examples", "192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
    ["for measurements", "198.18.0.1", "198.19.255.255", "2001:2::1"],
    ["multicast", "224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"],
    ["reserved", "240.0.0.1", "255.255.255.254", "4000::1", "e000::1", "5f00::1"],
    ["broadcast", "255.255.255.255"],
    ["nothing", "::"],
    ["unique local", "fc00::1", "fd00:ec2::254"],
    ["site-local", "fec0::1"],
    ["IPv4-mapped", "::ffff:127.0.0.1", "::ffff:8.8.4.4", "::ffff:7f00:1"],
    ["IPv4-compatible", "::127.0.0.1", "::8.8.4.4"],
    ["IPv4-translated", "::ffff:0:127.0.0.1"],
    ["NAT64", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1"],
    ["6to4", "2002:7f00:1::1", "2002:a9fe:a9fe::"],
    ["Teredo", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    ["discarded", "100::1"],
    ["of a cloud's own services", "168.63.129.16"],
    [
      "no address",
      "",
      "example.org",
      "127.1",
      "2130706433",
      "0x7f.0.0.1",
      "0177.0.0.1",
      "8.8.4.4.",
      " 8.8.4.4",
      "8.8.4.4/32",
      "[::1]",
    ],
  ])("is none when it is %s", (_what, ...addresses) => {
    expect(addresses.filter(isPublic)).toEqual([]);
  });

  it("is none that carries an IPv4 address, whichever", () => {
    const carrier = fc.constantFrom("::ffff:", "::", "64:ff9b::", "::ffff:0:");
    fc.assert(fc.property(carrier, fc.ipV4(), (prefix, address) => !isPublic(prefix + address)));
  });
});
