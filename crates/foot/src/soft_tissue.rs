//! Soft-tissue parameters: global, never tuned per technique or per bone.

/// One parameter as the scenario file, the schema and the documentation see it.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Key in `[soft_tissue]`, unit included.
    pub key: &'static str,
    /// Default value.
    pub default: f64,
    /// Least accepted value.
    pub minimum: f64,
    /// Greatest accepted value.
    pub maximum: f64,
    /// What it is.
    pub meaning: &'static str,
    /// Where the default comes from.
    pub source: &'static str,
}

macro_rules! soft_tissue {
    ($($(#[doc = $meaning:literal])+ $key:ident = $default:literal, $minimum:literal ..= $maximum:literal, $source:literal;)+) => {
        /// Every soft-tissue parameter of the foot.
        #[derive(Clone, Debug, PartialEq)]
        pub struct SoftTissue { $($(#[doc = $meaning])+ pub $key: f64,)+ }

        impl Default for SoftTissue {
            fn default() -> Self { Self { $($key: $default,)+ } }
        }

        impl SoftTissue {
            /// The table of parameters, in the order of the struct.
            pub const PARAMETERS: &'static [Parameter] = &[$(Parameter {
                key: stringify!($key), default: $default, minimum: $minimum, maximum: $maximum,
                meaning: concat!($($meaning),+), source: $source,
            },)+];

            /// The parameter called `key`, to be read or set.
            pub fn get_mut(&mut self, key: &str) -> Option<&mut f64> {
                match key { $(stringify!($key) => Some(&mut self.$key),)+ _ => None }
            }
        }
    };
}

soft_tissue! {
    /// Flexor tendon tension of a lesser ray, constant, N.
    flexor_tension_n = 18.0, 0.0 ..= 300.0, "design.md section 2 (rigid prototype)";
}
