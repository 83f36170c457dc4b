#include <algorithm>
#include <cmath>

#include "vernier/nn/regularizers/regularizer.hpp"

namespace vernier::nn {
namespace {

struct OrthogonalRegularizerOptions {
  double factor = 0.01;
  std::string mode = "rows";
  static void describe(OptionFields<OrthogonalRegularizerOptions>& field) {
    field("factor", &OrthogonalRegularizerOptions::factor, "multiplies the penalty").at_least(0);
    field("mode", &OrthogonalRegularizerOptions::mode, "which vectors are to be orthogonal")
        .one_of({"rows", "columns"});
  }
};

// factor * mean over pairs of |cosine| of their angle. With unit vectors u_i = x_i / |x_i| and s_ij the sign of
// u_i.u_j: d / d x_i = factor / pairs * sum over j != i of s_ij * (u_j - (u_i.u_j) u_i) / |x_i|.
class OrthogonalRegularizer final : public Regularizer {
 public:
  explicit OrthogonalRegularizer(const OrthogonalRegularizerOptions& options)
      : factor_(options.factor), rows_(options.mode == "rows") {}

  [[nodiscard]] double value(ConstView x) const override {
    const Vectors vectors(x, rows_);
    double sum = 0.0;
    for (Index i = 0; i < vectors.count; ++i) {
      const double norm = vectors.norm(i);
      for (Index j = 0; j < i; ++j) sum += std::abs(vectors.dot(i, j)) / (norm * vectors.norm(j));
    }
    return vectors.count < 2 ? 0.0 : factor_ * sum / vectors.pairs();
  }
  void add_gradient(ConstView x, float scale, View gradient) const override {
    const Vectors vectors(x, rows_);
    for (Index i = 0; i < vectors.count; ++i) {
      const double norm = vectors.norm(i);
      for (Index j = 0; j < vectors.count; ++j) {
        const double dot = i == j ? 0.0 : vectors.dot(i, j);
        if (dot == 0.0) continue;
        const double other_norm = vectors.norm(j);
        const double along = dot / (norm * norm * other_norm);  // of x_i; 1 / other_norm of x_j
        const double weight = std::copysign(scale * factor_ / (vectors.pairs() * norm), dot);
        for (Index k = 0; k < vectors.length; ++k) {
          gradient.data[vectors.place(i, k)] +=
              static_cast<float>(weight * (vectors.element(j, k) / other_norm - along * vectors.element(i, k)));
        }
      }
    }
  }

 private:
  // Norms are computed where they are needed: a training step takes no memory from the heap.
  struct Vectors {
    Vectors(ConstView x, bool rows) : data(x.data) {
      if (x.shape.rank() != 2) {
        throw InvalidArgument(fmt::format("regularizer 'orthogonal' for a weight of shape {}", to_string(x.shape)),
                              "a matrix");
      }
      count = x.shape[rows ? 0 : 1];
      length = x.shape[rows ? 1 : 0];
      vector_stride = rows ? x.shape[1] : 1;
      element_stride = rows ? 1 : x.shape[1];
    }
    [[nodiscard]] Index place(Index i, Index k) const { return i * vector_stride + k * element_stride; }
    [[nodiscard]] double element(Index i, Index k) const { return double{data[place(i, k)]}; }
    [[nodiscard]] double pairs() const { return static_cast<double>(count) * static_cast<double>(count - 1) / 2.0; }
    [[nodiscard]] double dot(Index i, Index j) const {
      double sum = 0.0;
      for (Index k = 0; k < length; ++k) sum += element(i, k) * element(j, k);
      return sum;
    }
    [[nodiscard]] double norm(Index i) const { return std::max(std::sqrt(dot(i, i)), 1e-7); }

    const float* data;
    Index count = 0;
    Index length = 0;
    Index vector_stride = 0;
    Index element_stride = 0;
  };

  double factor_;
  bool rows_;
};

}  // namespace

const RegularizerInfo& regularizer_orthogonal() {
  static const RegularizerInfo info{
      .name = "orthogonal",
      .summary = "mean |cosine| between the rows (or columns) of a matrix",
      .cites = "keras/src/regularizers/regularizers.py (OrthogonalRegularizer), Keras 3",
      .aliases = {"orthogonal_regularizer"},
      .options = option_table<OrthogonalRegularizerOptions>(),
      .make = &make_with<Regularizer, OrthogonalRegularizer, OrthogonalRegularizerOptions>};
  return info;
}

}  // namespace vernier::nn
