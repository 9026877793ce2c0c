//! Vector units beyond the baseline of the compiler, found at run time.

/// A loop over numbers that gains from wide vector units.
pub trait Kernel {
    /// What it gives back.
    type Output;

    /// Does the work; to be marked `#[inline(always)]` like all that it calls, or else that is compiled for the baseline.
    fn run(self) -> Self::Output;
}

/// Runs a loop compiled for the widest vector units there are (AVX2 on present x86 processors). Each number is computed by the
/// same operations as without, none fused, so that results do not depend on the machine.
#[inline]
pub fn vectorised<K: Kernel>(kernel: K) -> K::Output {
    pulp::Arch::new().dispatch(Dispatched(kernel))
}

struct Dispatched<K>(K);

impl<K: Kernel> pulp::WithSimd for Dispatched<K> {
    type Output = K::Output;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> K::Output {
        self.0.run()
    }
}

/// Marks the upper halves of vector registers as unused. The kernels of dense products leave numbers in them, and as long as these are
/// there every baseline (SSE) instruction waits for the last one that wrote its register: loops after a product take up to four
/// times as long, until something clears them.
#[inline]
pub(crate) fn release_vector_registers() {
    #[cfg(target_arch = "x86_64")]
    if let Some(units) = pulp::x86::V3::try_new() {
        units.avx._mm256_zeroupper();
    }
}
