#pragma once
// Several losses at once: who is beaten by nobody, and how much of the loss space a set of points covers.
//
// A point is a vector of losses (less is better), all of one length, without NaN.
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace vernier {

/// a is at least as good as b in every loss and better in one.
[[nodiscard]] bool dominates(std::span<const double> a, std::span<const double> b);

/// The indices, ascending, of the points that no other point dominates; equal points stay together.
/// O(n log n + n f) comparisons of points, f being the size of the front.
[[nodiscard]] std::vector<std::size_t> non_dominated(std::span<const std::vector<double>> points);

/// The rank of each point: 0 for those that nobody dominates, 1 for those that only points of rank 0 dominate, and so
/// on (the fronts of Deb, Pratap, Agarwal, Meyarivan: "A fast and elitist multiobjective genetic algorithm: NSGA-II",
/// 2002).
[[nodiscard]] std::vector<std::size_t> non_dominated_ranks(std::span<const std::vector<double>> points);

/// How far apart the two neighbours of each point are, as a share of the range, summed over the losses; infinite for
/// the ends of a loss (Deb et al. 2002). Meant for points of one rank.
[[nodiscard]] std::vector<double> crowding_distances(std::span<const std::vector<double>> points);

/// The point of a front where giving up a little of one loss for another pays least in either direction: the one
/// furthest below the plane through the ends of the front, each loss scaled to [0, 1] (Das 1999, "On characterizing the
/// knee of the Pareto curve based on normal-boundary intersection"; with more than two losses the plane of equal sums).
/// The first of equals; nothing where no point lies below the plane, as in a front of two points or one that bulges
/// outwards.
[[nodiscard]] std::optional<std::size_t> knee(std::span<const std::vector<double>> front);

/// The volume of what the points dominate up to `reference` (While, Bradstreet, Barone: "A fast way of calculating
/// exact hypervolumes", 2012; a sweep for one or two losses). A point that is not better than the reference in every
/// loss adds nothing. Exact; the work grows exponentially with the number of losses, so it is meant for up to about
/// five. Throws InvalidArgument when lengths differ.
[[nodiscard]] double hypervolume(std::span<const std::vector<double>> points, std::span<const double> reference);

}  // namespace vernier
