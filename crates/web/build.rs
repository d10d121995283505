//! Says whether the modellers were fetched (`cargo xtask assets`): then they are embedded.

use std::path::Path;

fn main() {
    let there = ["bpmn-modeler.js.br", "dmn-modeler.js.br", "modellers-licences.txt.br"];
    println!("cargo::rerun-if-changed=modellers");
    println!("cargo::rustc-check-cfg=cfg(modellers)");
    if there.iter().all(|name| Path::new("modellers/packed").join(name).is_file()) {
        println!("cargo::rustc-cfg=modellers");
    }
}
