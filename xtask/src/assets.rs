//! Fetches from npm what is not committed: the browser journeys' axe-core into
//! `e2e/assets/node_modules`, and the web modellers bpmn-js and dmn-js, which the next build embeds
//! from `crates/web/modellers/packed`. Git ignores both. Lock files fix version and digest and name
//! no host: npm's own configuration says where to fetch from. The product is built without either.

use std::path::Path;
use std::process::Command;

/// Runs `npm ci` for the journeys and for the modellers, without install scripts, and packs these.
pub fn run(root: &Path) -> Result<String, String> {
    let (journeys, modellers) = (root.join("e2e/assets"), root.join("crates/web/modellers"));
    fetch(&journeys)?;
    let axe = present(&journeys, "node_modules/axe-core/axe.min.js")?;
    fetch(&modellers)?;
    command(Command::new("node").arg("pack.mjs"), &modellers, "node pack.mjs")?;
    let packed = present(&modellers, "packed/modellers-licences.txt.br")?;
    Ok(format!("assets: {axe} and {packed} are there"))
}

fn fetch(folder: &Path) -> Result<(), String> {
    command(Command::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]), folder, "npm ci")
}

fn command(command: &mut Command, folder: &Path, name: &str) -> Result<(), String> {
    let status = command
        .current_dir(folder)
        .status()
        .map_err(|error| format!("assets: `{name}` can't be started ({error}); install Node.js with npm"))?;
    if status.success() { Ok(()) } else { Err(format!("assets: `{name}` in {} failed", folder.display())) }
}

fn present(folder: &Path, name: &str) -> Result<String, String> {
    let path = folder.join(name);
    if path.is_file() { Ok(path.display().to_string()) } else { Err(format!("assets: {} is missing", path.display())) }
}
