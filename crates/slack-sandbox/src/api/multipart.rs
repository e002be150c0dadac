//! The one thing the sandbox reads out of `multipart/form-data`: the first part's bytes.

/// The bytes of an upload: the first part if the body comes in parts, else the whole body.
pub(super) fn file_in(content_type: &str, body: &[u8]) -> Vec<u8> {
    let boundary =
        content_type.strip_prefix("multipart/form-data").and_then(|rest| rest.split_once("boundary="));
    let part = boundary.and_then(|(_, name)| first_part(name.trim_matches('"'), body));
    part.unwrap_or(body).to_vec()
}

fn first_part<'a>(boundary: &str, body: &'a [u8]) -> Option<&'a [u8]> {
    let head = find(body, b"\r\n\r\n")? + 4;
    let rest = &body[head..];
    let end = find(rest, format!("\r\n--{boundary}").as_bytes())?;
    Some(&rest[..end])
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
