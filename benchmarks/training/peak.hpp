#pragma once
// The most multiply-adds a second that one core can do.

/// Runs chains of multiply-adds that stay in registers for about `seconds`; the best rate seen (one multiply and one
/// add count as one).
double measure_peak(double seconds);
