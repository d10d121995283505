//! Fetches the browser journeys' one npm package (axe-core) into `e2e/assets/node_modules`, which
//! git ignores. The lock file fixes version and digest and names no host: npm's own configuration
//! says where to fetch from. The product needs nothing of this.

use std::path::Path;
use std::process::Command;

/// Runs `npm ci` in `e2e/assets`, without install scripts.
pub fn run(root: &Path) -> Result<String, String> {
    let folder = root.join("e2e/assets");
    let status = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&folder)
        .status()
        .map_err(|error| format!("assets: npm can't be started ({error}); install Node.js with npm"))?;
    if !status.success() {
        return Err(format!("assets: `npm ci` in {} failed", folder.display()));
    }
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if script.is_file() {
        Ok(format!("assets: {} is there", script.display()))
    } else {
        Err(format!("assets: npm was content, but {} is missing", script.display()))
    }
}
