//! The data that the binary carries, so that one file is the whole program: divisions, calendars,
//! the items and the fictional world of the demo. Origins and licences stand in data/.

macro_rules! data {
    ($path:literal) => {
        include_str!(concat!("../../../data/", $path))
    };
}

/// Notices of holidays, by year, from data/holidays.
pub const HOLIDAYS: &[&str] = &[
    data!("holidays/2007.json"),
    data!("holidays/2008.json"),
    data!("holidays/2009.json"),
    data!("holidays/2010.json"),
    data!("holidays/2011.json"),
    data!("holidays/2012.json"),
    data!("holidays/2013.json"),
    data!("holidays/2014.json"),
    data!("holidays/2015.json"),
    data!("holidays/2016.json"),
    data!("holidays/2017.json"),
    data!("holidays/2018.json"),
    data!("holidays/2019.json"),
    data!("holidays/2020.json"),
    data!("holidays/2021.json"),
    data!("holidays/2022.json"),
    data!("holidays/2023.json"),
    data!("holidays/2024.json"),
    data!("holidays/2025.json"),
    data!("holidays/2026.json"),
    data!("holidays/2027.json"),
];
