//! A line between a window and the workspace that can be cut.

use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// The line. It ends when it is dropped.
pub(crate) struct Line {
    is_cut: watch::Sender<bool>,
    address: SocketAddr,
}

impl Line {
    /// A line to the one who listens at that address.
    pub(crate) async fn to(listener: SocketAddr) -> Self {
        let here = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = here.local_addr().unwrap();
        let (is_cut, watched) = watch::channel(false);
        tokio::spawn(async move {
            while let Ok((caller, _)) = here.accept().await {
                tokio::spawn(carry(caller, listener, watched.clone()));
            }
        });
        Self { is_cut, address }
    }

    /// Where it begins.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends every connection and takes no new one.
    pub(crate) fn cut(&self) {
        self.is_cut.send_replace(true);
    }

    pub(crate) fn mend(&self) {
        self.is_cut.send_replace(false);
    }
}

/// Carries both directions until one end hangs up or the line is cut.
async fn carry(mut caller: TcpStream, listener: SocketAddr, mut is_cut: watch::Receiver<bool>) {
    if *is_cut.borrow_and_update() {
        return;
    }
    let mut answering = TcpStream::connect(listener).await.unwrap();
    tokio::select! {
        _ = copy_bidirectional(&mut caller, &mut answering) => {}
        _ = is_cut.changed() => {}
    }
}
