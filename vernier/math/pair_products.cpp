#include "vernier/math/pair_products.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <vector>

#include "vernier/math/gaussian_process.hpp"

namespace vernier {
namespace {

/// Calls `visit(pair, i, j)` for every pair.
template <class Visit>
void each_pair(Eigen::Index size, const Visit& visit) {
  std::size_t pair = 0;
  for (Eigen::Index j = 0; j < size; ++j) {
    for (Eigen::Index i = j + 1; i < size; ++i, ++pair) visit(pair, i, j);
  }
}

}  // namespace

// |a - b|^2 = |a|^2 + |b|^2 - 2 a.b, where a category is a column for each of its codes with sqrt(1/2) or 0.
struct PairProducts::State {
  Eigen::MatrixXd columns;
  std::vector<std::size_t> owner;  // the coordinate of each column
  std::vector<double> same;
};

PairProducts::PairProducts(const GaussianData& data) {
  auto state = std::make_unique<State>();
  const auto size = static_cast<Eigen::Index>(data.size());
  const std::size_t dimension = data.dimension();
  std::vector<Eigen::VectorXd> columns;
  for (std::size_t k = 0; k < dimension; ++k) {
    Eigen::VectorXd column(size);
    for (std::size_t i = 0; i < data.size(); ++i) {
      column[static_cast<Eigen::Index>(i)] = data.points[i * dimension + k];
    }
    if (k < data.numbers) {
      columns.emplace_back(column.array() - 0.5);
      state->owner.push_back(k);
      continue;
    }
    std::vector<double> codes(column.begin(), column.end());
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    for (const double code : codes) {
      columns.emplace_back((column.array() == code).cast<double>() * std::sqrt(0.5));
      state->owner.push_back(k);
    }
  }
  state->columns.resize(size, static_cast<Eigen::Index>(columns.size()));
  for (std::size_t c = 0; c < columns.size(); ++c) state->columns.col(static_cast<Eigen::Index>(c)) = columns[c];
  state->same.resize(data.size() * (data.size() - 1) / 2);
  each_pair(size, [&](std::size_t pair, Eigen::Index i, Eigen::Index j) {
    state->same[pair] = state->columns.row(i) == state->columns.row(j) ? 1 : 0;
  });
  state_ = std::move(state);
}

PairProducts::~PairProducts() = default;

std::span<const double> PairProducts::same() const { return state_->same; }

void PairProducts::squares(std::span<const double> relevance, std::span<double> squares) const {
  Eigen::MatrixXd scaled = state_->columns;
  for (std::size_t c = 0; c < state_->owner.size(); ++c) {
    scaled.col(static_cast<Eigen::Index>(c)) *= std::sqrt(relevance[state_->owner[c]]);
  }
  Eigen::MatrixXd products = Eigen::MatrixXd::Zero(scaled.rows(), scaled.rows());
  products.selfadjointView<Eigen::Lower>().rankUpdate(scaled);
  each_pair(scaled.rows(), [&](std::size_t pair, Eigen::Index i, Eigen::Index j) {
    const double square = products(i, i) + products(j, j) - 2 * products(i, j);
    squares[pair] = state_->same[pair] != 0 ? 0 : std::max(square, 0.0);
  });
}

void PairProducts::by_coordinate(std::span<const double> weights, std::span<double> sums) const {
  const Eigen::MatrixXd& columns = state_->columns;
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(columns.rows(), columns.rows());
  each_pair(columns.rows(), [&](std::size_t pair, Eigen::Index i, Eigen::Index j) {
    matrix(i, j) = -weights[pair];
    matrix(i, i) += weights[pair];
    matrix(j, j) += weights[pair];
  });
  const Eigen::MatrixXd product = matrix.selfadjointView<Eigen::Lower>() * columns;
  std::fill(sums.begin(), sums.end(), 0.0);
  for (Eigen::Index c = 0; c < columns.cols(); ++c) {
    sums[state_->owner[static_cast<std::size_t>(c)]] += columns.col(c).dot(product.col(c));
  }
}

}  // namespace vernier
