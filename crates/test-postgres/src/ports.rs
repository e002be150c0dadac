//! Ports that stay whoever's they are, also while nobody listens there.

use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::ops::Range;

/// Below those that systems hand out by themselves (Linux from 32768, others from 49152): nobody gets one of these who did
/// not ask for it.
const PORTS: Range<u64> = 15_000..32_000;

/// How many are tried.
const MOST_TRIES: usize = 1_000;

/// A free port on the loopback for a server that is stopped and started again: no connection and no other listener is
/// given it meanwhile.
///
/// # Errors
/// If none is free.
pub fn lasting_port() -> io::Result<u16> {
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    let mut tried = std::iter::repeat_with(any_port).take(MOST_TRIES);
    tried.find(is_free).ok_or_else(|| io::Error::other("no port is free"))
}

fn any_port() -> u16 {
    let any = RandomState::new().hash_one(()) % (PORTS.end - PORTS.start);
    u16::try_from(PORTS.start + any).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_somebody_has_is_given_to_nobody_else() {
        let held: Vec<TcpListener> = (0..50)
            .map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, lasting_port().unwrap())).unwrap())
            .collect();
        let ports = held.iter().map(|listener| u64::from(listener.local_addr().unwrap().port()));
        assert!(ports.into_iter().all(|port| PORTS.contains(&port)));
    }
}
