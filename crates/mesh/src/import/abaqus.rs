//! Abaqus and CalculiX input: `*NODE` and `*ELEMENT` with a tetrahedral type.

use super::{FileMesh, MeshReadFailure, number};

enum Block {
    Nodes,
    Tetrahedra { nodes_each: usize },
    Other,
}

pub(super) fn parse(text: &str) -> Result<FileMesh, MeshReadFailure> {
    let mut mesh = FileMesh::default();
    let mut block = Block::Other;
    let mut pending: Vec<u64> = Vec::new();
    for (line, content) in text.lines().enumerate() {
        let content = content.trim();
        if content.starts_with("**") || content.is_empty() {
            continue;
        }
        if content.starts_with('*') {
            block = block_of(content);
            pending.clear();
            continue;
        }
        let mut words = content.split(',').map(str::trim).filter(|w| !w.is_empty());
        match block {
            Block::Nodes => {
                let node = number(words.next(), line)?;
                let mut coordinate = || number(words.next(), line);
                mesh.nodes.push((node, [coordinate()?, coordinate()?, coordinate()?]));
            }
            Block::Tetrahedra { nodes_each } => {
                for word in words {
                    pending.push(number(Some(word), line)?);
                }
                if pending.len() > nodes_each {
                    mesh.tetrahedra.push([pending[1], pending[2], pending[3], pending[4]]);
                    pending.clear();
                }
            }
            Block::Other => {}
        }
    }
    Ok(mesh)
}

/// `*NODE`, or `*ELEMENT` with a type such as C3D4, C3D10, C3D10M, C3D10HS.
fn block_of(keyword: &str) -> Block {
    let keyword: String = keyword.to_ascii_uppercase().split_whitespace().collect();
    let (name, options) = keyword.split_once(',').unwrap_or((&keyword, ""));
    let kind = options.split(',').find_map(|option| option.strip_prefix("TYPE=")).unwrap_or("");
    match (name, kind) {
        ("*NODE", _) => Block::Nodes,
        ("*ELEMENT", k) if k.starts_with("C3D10") => Block::Tetrahedra { nodes_each: 10 },
        ("*ELEMENT", k) if k == "C3D4" || k == "C3D4H" => Block::Tetrahedra { nodes_each: 4 },
        _ => Block::Other,
    }
}
