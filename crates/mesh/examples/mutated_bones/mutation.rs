//! Ways to damage a sound bone.

use osteotome_geometry::{Point3, TriangleSurface, Vector3, stl_bytes};

/// Numbers that are the same on every machine (splitmix64, Steele, Lea & Flood, 2014).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64, number: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number.wrapping_mul(0xbf58_476d_1ce4_e5b9))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// Between 0 and 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn around(&mut self, spread: f64) -> Vector3 {
        Vector3::from_fn(|_, _| spread * (2.0 * self.share() - 1.0))
    }

    /// 10 to the power of something between the two.
    fn power(&mut self, low: f64, high: f64) -> f64 {
        10.0_f64.powf(low + (high - low) * self.share())
    }
}

type Mutate = fn(&TriangleSurface, &mut Random) -> Vec<u8>;

/// Names, and the file that each mutation makes.
pub(crate) const MUTATIONS: [(&str, Mutate); 14] = [
    ("vertices moved a little", |bone, random| {
        let spread = random.power(-7.0, -1.0);
        on_surface(bone, |surface| surface.vertices.iter_mut().for_each(|v| *v += random.around(spread)))
    }),
    ("one vertex moved far", |bone, random| {
        on_surface(bone, |surface| {
            let (k, spread) = (random.below(surface.vertices.len()), random.power(-1.0, 2.0));
            surface.vertices[k] += random.around(spread);
        })
    }),
    ("cracks", |bone, random| {
        let spread = random.power(-8.0, -1.0);
        let corners = bone.triangles.iter().flatten().map(|&v| bone.vertices[v as usize]);
        let vertices: Vec<Point3> = corners.map(|corner| corner + random.around(spread)).collect();
        let triangles = (0..vertices.len() as u32 / 3).map(|t| [3 * t, 3 * t + 1, 3 * t + 2]).collect();
        stl_bytes(&TriangleSurface { vertices, triangles })
    }),
    ("facets dropped", |bone, random| {
        on_surface(bone, |surface| {
            for _ in 0..=random.below(20) {
                surface.triangles.remove(random.below(surface.triangles.len()));
            }
        })
    }),
    ("facets doubled", |bone, random| {
        on_surface(bone, |surface| {
            for _ in 0..=random.below(20) {
                surface.triangles.push(surface.triangles[random.below(surface.triangles.len())]);
            }
        })
    }),
    ("facets turned", |bone, random| {
        let share = random.share();
        on_surface(bone, |surface| {
            surface.triangles.iter_mut().filter(|_| random.share() < share).for_each(|t| t.swap(0, 1));
        })
    }),
    ("corners exchanged", |bone, random| {
        on_surface(bone, |surface| {
            for _ in 0..=random.below(5) {
                let (t, v) = (random.below(surface.triangles.len()), random.below(surface.vertices.len()));
                surface.triangles[t][random.below(3)] = v as u32;
            }
        })
    }),
    ("edges collapsed", |bone, random| {
        on_surface(bone, |surface| {
            for _ in 0..=random.below(30) {
                let [a, b, _] = surface.triangles[random.below(surface.triangles.len())];
                surface.vertices[b as usize] = surface.vertices[a as usize];
            }
        })
    }),
    ("slivers added", |bone, random| {
        on_surface(bone, |surface| (0..=random.below(40)).for_each(|_| add_sliver(surface, random)))
    }),
    ("a canal", |bone, random| {
        let factor = 0.1 + 0.4 * random.share();
        let faces_inward = random.share() < 0.5;
        on_surface(bone, |surface| add_shell(surface, factor, faces_inward))
    }),
    ("scaled and stretched", |bone, random| {
        let factors = Vector3::from_fn(|_, _| random.power(-0.3, 0.3)) * random.power(-1.0, 1.0);
        on_surface(bone, |surface| {
            surface.vertices.iter_mut().for_each(|v| *v = Point3::from(v.coords.component_mul(&factors)));
        })
    }),
    ("cut short", |bone, random| {
        let mut bytes = stl_bytes(bone);
        bytes.truncate(random.below(bytes.len()));
        bytes
    }),
    ("bytes changed", |bone, random| {
        let mut bytes = stl_bytes(bone);
        for _ in 0..=random.below(30) {
            let at = random.below(bytes.len());
            bytes[at] = random.below(256) as u8;
        }
        bytes
    }),
    ("bits of the header", |bone, random| {
        let mut bytes = stl_bytes(bone);
        bytes[random.below(84)] ^= 1 << random.below(8);
        bytes[80 + random.below(4)] ^= 1 << random.below(8);
        bytes
    }),
];

fn on_surface(bone: &TriangleSurface, mutate: impl FnOnce(&mut TriangleSurface)) -> Vec<u8> {
    let mut surface = bone.clone();
    mutate(&mut surface);
    stl_bytes(&surface)
}

/// Splits one facet at a point of its side, which its neighbour does not know, and fills the gap.
fn add_sliver(surface: &mut TriangleSurface, random: &mut Random) {
    let t = random.below(surface.triangles.len());
    let [a, b, c] = surface.triangles[t];
    let [p, q] = [a, b].map(|v| surface.vertices[v as usize]);
    let middle = surface.vertices.len() as u32;
    surface.vertices.push(p + (q - p) * random.share());
    surface.triangles[t] = [a, middle, c];
    surface.triangles.extend([[middle, b, c], [a, b, middle]]);
}

/// A smaller copy of the bone inside it.
fn add_shell(surface: &mut TriangleSurface, factor: f64, faces_inward: bool) {
    let count = surface.vertices.len();
    let middle = surface.vertices.iter().map(|v| v.coords).sum::<Vector3>() / count as f64;
    let inner: Vec<Point3> =
        surface.vertices.iter().map(|v| Point3::from(middle + (v.coords - middle) * factor)).collect();
    surface.vertices.extend(inner);
    let shell = surface.triangles.clone().into_iter().map(|t| t.map(|v| v + count as u32));
    let shell: Vec<_> = shell.map(|[a, b, c]| if faces_inward { [a, c, b] } else { [a, b, c] }).collect();
    surface.triangles.extend(shell);
}
