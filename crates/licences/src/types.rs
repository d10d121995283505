//! Licence types 证照类型 and which of them answers a material that a list names. Both are data: the
//! binary hands in the texts of two files, `docs/formats/items.md` says what stands in them.

use std::{collections::HashMap, sync::Arc};

use kernel::Text;
use serde::Deserialize;

mod normalise;

use normalise::Rules;

/// Who may hold a licence of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolderKind {
    Person,
    Enterprise,
    Either,
}

/// A field of the face 照面信息.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeField {
    pub key: String,
    pub label: Text,
    /// Personal content.
    #[serde(default)]
    pub sealed: bool,
}

/// A licence type 证照类型.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Type {
    pub key: String,
    /// Three digits within the numbering of the body that defined it.
    pub code: String,
    pub name: Text,
    /// The line 条 of the bodies that issue it.
    pub issuer_line: String,
    pub holder: HolderKind,
    /// How long it holds; absent: without end.
    #[serde(default)]
    pub years: Option<i16>,
    pub fields: Vec<TypeField>,
    #[serde(default)]
    pub also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    definer: Option<String>,
    #[serde(rename = "type")]
    types: Vec<Type>,
}

/// The General Office of the State Council 国务院办公厅, which defines the national types; a file may
/// name another body with `definer`.
const NATIONAL: &str = "11100000000013338W";

/// All types and the rules by which materials are matched.
#[derive(Debug, Clone, Default)]
pub struct Types {
    types: Vec<Arc<Type>>,
    by_key: HashMap<String, usize>,
    by_material: HashMap<String, usize>,
    rules: Rules,
    definer: String,
}

/// Why the files can't be used.
#[derive(Debug, thiserror::Error)]
pub enum TypesError {
    #[error("licence types: {0}")]
    Types(toml::de::Error),
    #[error("material normalising: {0}")]
    Rules(toml::de::Error),
    #[error(
        "licence type {0}: its key, its code or one of its materials stands twice, or its code is not three digits"
    )]
    Type(String),
    #[error("material normalising names {0}, which is no licence type")]
    Pattern(String),
}

impl Types {
    /// From the texts of `licence-types.toml` and `material-normalising.toml`.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn parse(types: &str, normalising: &str) -> Result<Self, TypesError> {
        let file: File = toml::from_str(types).map_err(TypesError::Types)?;
        let rules: Rules = toml::from_str(normalising).map_err(TypesError::Rules)?;
        let definer = file.definer.unwrap_or_else(|| NATIONAL.into());
        let mut all = Self { rules: rules.sorted(), definer, ..Self::default() };
        for (place, kind) in file.types.into_iter().enumerate() {
            let wrong = || TypesError::Type(kind.key.clone());
            if kind.code.len() != 3
                || !kind.code.bytes().all(|byte| byte.is_ascii_digit())
                || all.types.iter().any(|other| other.code == kind.code)
                || all.by_key.insert(kind.key.clone(), place).is_some()
            {
                return Err(wrong());
            }
            for material in &kind.also {
                if all.by_material.insert(material.clone(), place).is_some_and(|other| other != place) {
                    return Err(wrong());
                }
            }
            all.types.push(Arc::new(kind));
        }
        for pattern in &all.rules.patterns {
            if !all.by_key.contains_key(&pattern.kind) {
                return Err(TypesError::Pattern(pattern.kind.clone()));
            }
        }
        Ok(all)
    }

    #[must_use]
    pub fn all(&self) -> &[Arc<Type>] {
        &self.types
    }

    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Arc<Type>> {
        self.types.get(*self.by_key.get(key)?)
    }

    /// The type whose licences answer a material of this name, if one does.
    #[must_use]
    pub fn answers(&self, material: &str) -> Option<&Arc<Type>> {
        self.rules
            .decide(material, &|word| self.by_material.get(word).copied(), &|key| self.by_key.get(key).copied())
            .and_then(|place| self.types.get(place))
    }

    /// Code of a type in the identifier 证照类型代码 (GB/T 36904): who defined it and its three digits.
    #[must_use]
    pub fn full_code(&self, kind: &Type) -> String {
        [&*self.definer, &*kind.code].concat()
    }
}
