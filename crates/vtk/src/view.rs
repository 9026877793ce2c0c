//! The script that shows a result in ParaView.

use crate::VtkError;
use crate::field::check_name;
use std::path::Path;

/// What `view.py` needs to know about a result; parts and fields it finds by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct View<'a> {
    /// Name of the series, without `.pvd`.
    pub series: &'a str,
    /// Field that contact faces are coloured by, for example `pressure_mpa`. A surface that has it is a contact face.
    pub face_field: &'a str,
    /// Field that soft tissue is coloured by, for example `tension_n`. A surface that has it is drawn as tubes.
    pub line_field: &'a str,
    /// The folder that will hold the script and the series, as an absolute path. ParaView's GUI does not tell a script
    /// where it is, so this is where it looks last.
    pub folder: &'a Path,
    /// Direction from the foot to the eye, foot frame (x distal, z dorsal); any length.
    pub camera_direction: [f64; 3],
}

/// The text of `view.py`, to be put beside the series: bones in the colour of bone (or by one of their fields), contact
/// faces by pressure, soft tissue as tubes by tension, a surface called `ground…` translucent, each part under its name
/// in the pipeline browser, at the last time.
///
/// # Errors
/// Names that are not portable.
pub fn view_script(view: &View) -> Result<String, VtkError> {
    for name in [view.series, view.face_field, view.line_field] {
        check_name(name)?;
    }
    let [x, y, z] = view.camera_direction;
    Ok(include_str!("view.py")
        .replace("@SERIES@", &format!("{}.pvd", view.series))
        .replace("@FACE_FIELD@", view.face_field)
        .replace("@LINE_FIELD@", view.line_field)
        .replace("@WRITTEN_IN@", &format!("{:?}", view.folder.to_string_lossy()))
        .replace("@CAMERA_DIRECTION@", &format!("[{x:?}, {y:?}, {z:?}]")))
}
