#include <Eigen/QR>

#include "vernier/nn/initializers/initializer.hpp"
#include "vernier/nn/initializers/support/draw.hpp"

namespace vernier::nn {
namespace {

struct OrthogonalInitializerOptions {
  double gain = 1.0;
  static void describe(OptionFields<OrthogonalInitializerOptions>& field) {
    field("gain", &OrthogonalInitializerOptions::gain, "multiplies the matrix");
  }
};

class OrthogonalInitializer final : public Initializer {
 public:
  explicit OrthogonalInitializer(const OrthogonalInitializerOptions& options) : gain_(options.gain) {}

  // Q of a matrix of normal draws, its columns signed so that Q is uniform among the orthogonal matrices. All axes but
  // the last are the rows.
  void fill(View weights, Rng rng) const override {
    if (weights.shape.rank() < 2) {
      throw InvalidArgument(fmt::format("initializer 'orthogonal' for a weight of shape {}", to_string(weights.shape)),
                            "at least two axes");
    }
    const Index rows = weights.rows();
    const Index columns = weights.columns();
    Eigen::MatrixXd draws(std::max(rows, columns), std::min(rows, columns));
    NormalStream stream(rng);
    for (Index i = 0; i < draws.size(); ++i) draws.data()[i] = stream.next();
    const Eigen::HouseholderQR<Eigen::MatrixXd> qr(draws);
    Eigen::MatrixXd q = qr.householderQ() * Eigen::MatrixXd::Identity(draws.rows(), draws.cols());
    for (Index c = 0; c < q.cols(); ++c) {
      if (qr.matrixQR()(c, c) < 0.0) q.col(c) = -q.col(c);
    }
    for (Index r = 0; r < rows; ++r) {
      for (Index c = 0; c < columns; ++c) {
        weights.data[r * columns + c] = static_cast<float>(gain_ * (rows < columns ? q(c, r) : q(r, c)));
      }
    }
  }

 private:
  double gain_;
};

}  // namespace

const InitializerInfo& initializer_orthogonal() {
  static const InitializerInfo info{
      .name = "orthogonal",
      .summary = "a random matrix with orthonormal rows or columns",
      .cites =
          "Saxe, McClelland, Ganguli 2014, arXiv 1312.6120; "
          "keras/src/initializers/random_initializers.py, Keras 3",
      .options = option_table<OrthogonalInitializerOptions>(),
      .make = &make_with<Initializer, OrthogonalInitializer, OrthogonalInitializerOptions>};
  return info;
}

}  // namespace vernier::nn
