//! What a step means to the office that runs it: our own namespace `urn:tongban:bpmn:1`. docs/formats/bpmn.md explains
//! each word. Not here: whether a change of these burdens anyone; that is weighed where models are changed.

/// The namespace of these attributes.
pub const NAMESPACE: &str = "urn:tongban:bpmn:1";

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Official {
    /// The body 部门 that handles the step.
    pub body: Option<Box<str>>,
    /// Who acts 办理角色: applicant, window, officer, head, expert, system.
    pub actor: Option<Box<str>>,
    /// The form 表单 that the step fills.
    pub form: Option<Box<str>>,
    /// The statutory clock 时限 that the step begins, stops or ends, by its name.
    pub clock: Option<Box<str>>,
    /// Working days that the step may take.
    pub days: Option<u32>,
    /// Papers 材料 that the applicant hands in for the step.
    pub papers: Vec<Box<str>>,
    /// Documents 文书 that the step produces.
    pub documents: Vec<Box<str>>,
    /// Legal basis 法律依据 of the step and of what it asks for.
    pub legal_basis: Option<Box<str>>,
    /// May not be skipped 不可跳过.
    pub is_mandatory: bool,
}
