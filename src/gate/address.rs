//! Where a request comes from: for limits, sessions and the audit.

use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use crate::config::Config;
use crate::error::Error;

/// The client's address: the socket's, or what a trusted proxy says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    /// The address of a request. `X-Forwarded-For` counts only as far as trusted proxies wrote it (TRUST.md, S36).
    pub fn of(req: &HttpRequest) -> Self {
        let peer = req
            .peer_addr()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
        let trusted = req
            .app_data::<web::Data<Config>>()
            .map_or(&[][..], |config| &config.trusted_proxies);
        let forwarded = req
            .headers()
            .get_all("x-forwarded-for")
            .filter_map(|line| line.to_str().ok());
        Self::behind(peer, forwarded, trusted)
    }

    fn behind<'f>(
        peer: IpAddr,
        forwarded: impl Iterator<Item = &'f str>,
        trusted: &[IpAddr],
    ) -> Self {
        let hops: Vec<&str> = forwarded.flat_map(|line| line.split(',')).collect();
        let mut address = peer.to_canonical();
        for hop in hops.iter().rev() {
            if !trusted.iter().any(|proxy| proxy.to_canonical() == address) {
                break;
            }
            let Some(before) = parse(hop) else { break };
            address = before;
        }
        Self(address)
    }

    /// What attempts are counted by: the address, of IPv6 the 64 bits that one customer of a provider has.
    pub fn network(self) -> String {
        match self.0 {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        }
    }
}

impl std::fmt::Display for ClientAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// One hop: an address, perhaps with a port, perhaps in brackets.
fn parse(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    bare.unwrap_or(hop)
        .parse()
        .ok()
        .or_else(|| {
            let with_port: Option<std::net::SocketAddr> = hop.parse().ok();
            with_port.map(|address| address.ip())
        })
        .map(|address: IpAddr| address.to_canonical())
}

impl FromRequest for ClientAddress {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(req)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let trusted: Vec<IpAddr> = trusted.iter().map(|ip| ip.parse().unwrap()).collect();
        ClientAddress::behind(peer.parse().unwrap(), forwarded.iter().copied(), &trusted)
            .to_string()
    }

    #[test]
    fn nobody_but_a_trusted_proxy_is_believed() {
        assert_eq!(seen("9.9.9.9", &["1.2.3.4"], &[]), "9.9.9.9");
        assert_eq!(seen("9.9.9.9", &["1.2.3.4"], &["10.0.0.1"]), "9.9.9.9");
        assert_eq!(seen("10.0.0.1", &["1.2.3.4"], &["10.0.0.1"]), "1.2.3.4");
    }

    #[test]
    fn the_right_most_untrusted_hop_counts_over_all_lines() {
        let proxies = ["10.0.0.1", "10.0.0.2"];
        assert_eq!(
            seen("10.0.0.1", &["6.6.6.6, 1.2.3.4", "10.0.0.2"], &proxies),
            "1.2.3.4"
        );
        assert_eq!(seen("10.0.0.1", &["10.0.0.2"], &proxies), "10.0.0.2");
        assert_eq!(seen("10.0.0.1", &[], &proxies), "10.0.0.1");
    }

    #[test]
    fn a_hop_that_is_no_address_ends_the_walk() {
        assert_eq!(
            seen("10.0.0.1", &["1.2.3.4, unknown"], &["10.0.0.1"]),
            "10.0.0.1"
        );
    }

    #[test]
    fn ports_brackets_and_mapped_addresses() {
        let proxy = ["10.0.0.1"];
        assert_eq!(seen("::ffff:10.0.0.1", &["1.2.3.4:555"], &proxy), "1.2.3.4");
        assert_eq!(
            seen("10.0.0.1", &["[2001:db8::1]:443"], &proxy),
            "2001:db8::1"
        );
        assert_eq!(seen("10.0.0.1", &["[2001:db8::1]"], &proxy), "2001:db8::1");
    }

    #[test]
    fn an_ipv6_customer_is_one_network() {
        let network = |ip: &str| ClientAddress(ip.parse().unwrap()).network();
        assert_eq!(
            network("2001:db8:1:2:3:4:5:6"),
            network("2001:db8:1:2:ffff::1")
        );
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("1.2.3.4"), "1.2.3.4");
    }
}
