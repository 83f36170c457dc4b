#pragma once
// Momentum made orthogonal for matrices, Adam for everything else (g: gradient, X: a matrix):
//   m = momentum * m + g;  X = g + momentum * m with Nesterov's, else m
//   X /= |X| + 1e-7 (Frobenius);  ns_steps times: A = X X^T, X = muon_a X + (muon_b A + muon_c A^2) X
//   w -= learning_rate * rms_rate * sqrt(max(rows, columns)) * X;  without rms_rate: learning_rate * X
// A variable takes Adam's step (adam.hpp, at adam_lr_ratio * learning_rate) and adam_weight_decay when it has not two
// axes, when its name ("embedding/embeddings") has "embedding" in it and exclude_embeddings is on, or when its name
// matches a regular expression of exclude_layers. The last dense layer is best excluded by its name.
// Source: keras/src/optimizers/muon.py, Keras 3; Jordan 2024, "Muon"; Liu et al. 2025, arXiv 2502.16982.
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct MuonOptions {
  Component learning_rate = 0.001;
  double adam_beta_1 = 0.9;
  double adam_beta_2 = 0.999;
  std::optional<double> adam_weight_decay = 0.004;
  double epsilon = 1e-7;
  std::vector<std::string> exclude_layers{};
  bool exclude_embeddings = true;
  double muon_a = 3.4445;
  double muon_b = -4.7750;
  double muon_c = 2.0315;
  double adam_lr_ratio = 1.0;
  double momentum = 0.95;
  std::int64_t ns_steps = 5;
  bool nesterov = true;
  std::optional<double> rms_rate = 0.2;
  std::optional<double> weight_decay = 0.004;
  std::optional<double> clipnorm{};
  std::optional<double> global_clipnorm{};
  std::optional<double> clipvalue{};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<std::int64_t> ema_overwrite_frequency{};
  std::optional<std::int64_t> gradient_accumulation_steps{};
  static void describe(OptionFields<MuonOptions>& field) {
    OptimizerOptions::describe_common(field);
    field("adam_beta_1", &MuonOptions::adam_beta_1, "Adam's decay of the mean of the gradients").between(0, 1);
    field("adam_beta_2", &MuonOptions::adam_beta_2, "Adam's decay of the mean of their squares").between(0, 1);
    field("adam_weight_decay", &MuonOptions::adam_weight_decay, "weight decay of the variables with Adam's step")
        .at_least(0);
    field("epsilon", &MuonOptions::epsilon, "added to the root of Adam's mean").at_least(0);
    field("exclude_layers", &MuonOptions::exclude_layers, "regular expressions: variables that take Adam's step");
    field("exclude_embeddings", &MuonOptions::exclude_embeddings, "embeddings take Adam's step");
    field("muon_a", &MuonOptions::muon_a, "first coefficient of an iteration");
    field("muon_b", &MuonOptions::muon_b, "second coefficient");
    field("muon_c", &MuonOptions::muon_c, "third coefficient");
    field("adam_lr_ratio", &MuonOptions::adam_lr_ratio, "Adam's learning rate over Muon's").at_least(0);
    field("momentum", &MuonOptions::momentum, "part of the last momentum that goes on").between(0, 1);
    field("ns_steps", &MuonOptions::ns_steps, "Newton-Schulz iterations").at_least(0);
    field("nesterov", &MuonOptions::nesterov, "look ahead along the momentum");
    field("rms_rate", &MuonOptions::rms_rate, "size of an update's elements, to share a rate with Adam; null: as it is")
        .above(0);
  }
};

[[nodiscard]] inline Component Muon(const MuonOptions& options = {}) { return make_component("muon", options); }

}  // namespace vernier::nn
