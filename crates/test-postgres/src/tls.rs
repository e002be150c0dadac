//! Certificates for a server: one authority that vouches for `localhost`, and one that does not.

use std::path::Path;
use std::process::Command;

use super::Reason;

pub(crate) const AUTHORITY: &str = "authority.pem";
pub(crate) const ANOTHER: &str = "another.pem";

/// Makes the certificates, and answers the options with which a server uses its own.
pub(crate) fn prepare(folder: &Path) -> Result<String, Reason> {
    authority(folder, "authority")?;
    authority(folder, "another")?;
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    let name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    let by = [
        "-CA",
        AUTHORITY,
        "-CAkey",
        "authority.key",
        "-days",
        "2",
        "-keyout",
        "server.key",
        "-out",
        "server.pem",
    ];
    openssl(
        folder,
        &[&["req", "-x509"][..], &key, &name, &["-addext", "basicConstraints=critical,CA:FALSE"], &by]
            .concat(),
    )?;
    let file = |name: &str| folder.join(name).display().to_string();
    Ok(format!("-c ssl=on -c ssl_cert_file={} -c ssl_key_file={}", file("server.pem"), file("server.key")))
}

fn authority(folder: &Path, name: &str) -> Result<(), Reason> {
    let (key, certificate, subject) = (format!("{name}.key"), format!("{name}.pem"), format!("/CN={name}"));
    let new =
        ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    openssl(folder, &[&new[..], &["-subj", &subject, "-keyout", &key, "-out", &certificate]].concat())
}

fn openssl(folder: &Path, arguments: &[&str]) -> Result<(), Reason> {
    let output = Command::new("openssl").current_dir(folder).args(arguments).output();
    let output = output.map_err(|why| format!("openssl cannot be run: {why}"))?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}
