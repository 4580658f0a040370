//! The whole index as one script that sets a variable: pages that were opened from a disk may load scripts, not data.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;

/// The variable that the script sets.
const VARIABLE: &str = "bangtinChiMuc";

/// `bangtinChiMuc={"root.bin":"<base64>",…}`
pub(super) fn script(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let files: BTreeMap<&str, String> =
        files.iter().map(|(name, bytes)| (name.as_str(), STANDARD.encode(bytes))).collect();
    format!("{VARIABLE}={};\n", serde_json::to_string(&files).unwrap_or_default()).into_bytes()
}
