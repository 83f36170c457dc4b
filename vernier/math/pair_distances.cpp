#include "vernier/math/pair_distances.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <vector>

#include "vernier/math/gaussian_process.hpp"

namespace vernier {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using Values = Eigen::Map<const VectorXd>;
using Result = Eigen::Map<VectorXd>;

constexpr std::size_t most_kept = 20;  // coordinates

Index as_index(std::size_t size) { return static_cast<Index>(size); }
Values values_of(std::span<const double> values) { return {values.data(), as_index(values.size())}; }
Result result_of(std::span<double> values) { return {values.data(), as_index(values.size())}; }

/// Calls `visit(pair, i, j)` for every pair.
template <class Visit>
void each_pair(Index size, const Visit& visit) {
  Index pair = 0;
  for (Index j = 0; j < size; ++j) {
    for (Index i = j + 1; i < size; ++i, ++pair) visit(pair, i, j);
  }
}

}  // namespace

struct PairDistances::Few {
  MatrixXd differences;
  VectorXd same;
};

// |a - b|^2 = |a|^2 + |b|^2 - 2 a.b, where a category is a column for each of its codes with sqrt(1/2) or 0.
struct PairDistances::Many {
  MatrixXd columns;
  std::vector<std::size_t> owner;  // the coordinate of each column
  VectorXd same;
};

PairDistances::PairDistances(const GaussianData& data) {
  const Index size = as_index(data.size());
  const std::size_t dimension = data.dimension();
  const auto at = [&](Index i, std::size_t k) { return data.points[static_cast<std::size_t>(i) * dimension + k]; };
  const Index count = size * (size - 1) / 2;
  if (dimension <= most_kept) {
    auto few = std::make_unique<Few>();
    few->differences.resize(count, as_index(dimension));
    for (std::size_t k = 0; k < dimension; ++k) {
      each_pair(size, [&](Index pair, Index i, Index j) {
        const double difference = at(i, k) - at(j, k);
        few->differences(pair, as_index(k)) =
            k < data.numbers ? difference * difference : static_cast<double>(difference != 0);
      });
    }
    few->same = (few->differences.rowwise().sum().array() == 0).cast<double>();
    few_ = std::move(few);
    return;
  }
  auto many = std::make_unique<Many>();
  std::vector<VectorXd> columns;
  for (std::size_t k = 0; k < dimension; ++k) {
    VectorXd column(size);
    for (Index i = 0; i < size; ++i) column[i] = at(i, k);
    if (k < data.numbers) {
      columns.emplace_back(column.array() - 0.5);
      many->owner.push_back(k);
      continue;
    }
    std::vector<double> codes(column.begin(), column.end());
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    for (const double code : codes) {
      columns.emplace_back((column.array() == code).cast<double>() * std::sqrt(0.5));
      many->owner.push_back(k);
    }
  }
  many->columns.resize(size, as_index(columns.size()));
  for (std::size_t c = 0; c < columns.size(); ++c) many->columns.col(as_index(c)) = columns[c];
  many->same.resize(count);
  each_pair(size, [&](Index pair, Index i, Index j) {
    many->same[pair] = static_cast<double>(many->columns.row(i) == many->columns.row(j));
  });
  many_ = std::move(many);
}

PairDistances::~PairDistances() = default;

std::span<const double> PairDistances::same() const {
  const VectorXd& same = few_ ? few_->same : many_->same;
  return {same.data(), static_cast<std::size_t>(same.size())};
}

std::size_t PairDistances::pairs() const { return same().size(); }

void PairDistances::squares(std::span<const double> relevance, std::span<double> squares) const {
  if (few_) {
    result_of(squares) = few_->differences * values_of(relevance);
    return;
  }
  MatrixXd scaled = many_->columns;
  for (Index c = 0; c < scaled.cols(); ++c) {
    scaled.col(c) *= std::sqrt(relevance[many_->owner[static_cast<std::size_t>(c)]]);
  }
  MatrixXd products = MatrixXd::Zero(scaled.rows(), scaled.rows());
  products.selfadjointView<Eigen::Lower>().rankUpdate(scaled);
  Result result = result_of(squares);
  each_pair(scaled.rows(), [&](Index pair, Index i, Index j) {
    const double square = products(i, i) + products(j, j) - 2 * products(i, j);
    result[pair] = many_->same[pair] != 0 ? 0 : std::max(square, 0.0);
  });
}

void PairDistances::by_coordinate(std::span<const double> weights, std::span<double> sums) const {
  if (few_) {
    result_of(sums) = few_->differences.transpose() * values_of(weights);
    return;
  }
  const MatrixXd& columns = many_->columns;
  MatrixXd matrix = MatrixXd::Zero(columns.rows(), columns.rows());
  each_pair(columns.rows(), [&](Index pair, Index i, Index j) {
    const double weight = weights[static_cast<std::size_t>(pair)];
    matrix(i, j) = -weight;
    matrix(i, i) += weight;
    matrix(j, j) += weight;
  });
  const MatrixXd product = matrix.selfadjointView<Eigen::Lower>() * columns;
  std::fill(sums.begin(), sums.end(), 0.0);
  for (Index c = 0; c < columns.cols(); ++c) {
    sums[many_->owner[static_cast<std::size_t>(c)]] += columns.col(c).dot(product.col(c));
  }
}

}  // namespace vernier
