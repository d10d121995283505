//! The process engine 流程引擎: BPMN 2.0 in, an immutable graph; a pure step from state and input to events. Not here:
//! legal state of cases, storage, clocks of the law.

pub mod bpmn;
pub mod carried;
pub mod change;
pub mod diff;
pub mod doors;
pub mod draw;
pub mod effect;
pub mod event;
pub mod executable;
pub mod expression;
pub mod inspect;
pub mod layout;
pub mod lint;
pub mod model;
pub mod outline;
pub mod program;
pub mod rehearse;
pub mod replay;
pub mod run;
pub mod state;
pub mod step;
pub mod time;
pub mod xml;
