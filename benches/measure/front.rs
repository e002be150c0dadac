//! One address in front of several services, as a load balancer is: connections take turns.

use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::AbortOnDropHandle;

/// It goes away with this.
pub(crate) struct Front {
    pub(crate) address: SocketAddr,
    _serving: AbortOnDropHandle<()>,
}

impl Front {
    pub(crate) async fn before(services: Vec<SocketAddr>) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let serving = tokio::spawn(async move {
            for turn in services.iter().cycle() {
                let Ok((caller, _)) = listener.accept().await else { return };
                tokio::spawn(passed_on(caller, *turn));
            }
        });
        Ok(Self { address, _serving: AbortOnDropHandle::new(serving) })
    }
}

async fn passed_on(mut caller: TcpStream, service: SocketAddr) -> std::io::Result<()> {
    let mut service = TcpStream::connect(service).await?;
    caller.set_nodelay(true)?;
    service.set_nodelay(true)?;
    copy_bidirectional(&mut caller, &mut service).await.map(drop)
}
