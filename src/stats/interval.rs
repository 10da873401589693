//! How much a share of a few trials says: the bounds of the true share.

/// The 97.5 % quantile of the normal distribution, for an interval of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// Returns the bounds, 0 to 1, within which the true share lies in 95 of 100 cases, for a share seen
/// in `trials` of them. No trials say nothing: 0 to 1.
///
/// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
/// Journal of the American Statistical Association 22, 1927. Unlike the simple interval it stays
/// within 0 and 1, and is honest about a few trials. Where trials earn a part of a point, the
/// bounds are wider than they would have to be, never narrower.
pub fn interval_95(share: f64, trials: u64) -> (f64, f64) {
    if trials == 0 {
        return (0.0, 1.0);
    }
    let (p, n) = (share, trials as f64);
    let z2 = Z * Z;
    let middle = p + z2 / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let bound = |value: f64| (value / (1.0 + z2 / n)).clamp(0.0, 1.0);
    (bound(middle - half), bound(middle + half))
}
