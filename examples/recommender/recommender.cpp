// Recommendation: the rating that a user gives a film (MovieLens), by the match of two tastes and two biases.
//
//   recommender DATA_FOLDER [EPOCHS]
//
// DATA_FOLDER holds ml_latest_small_ratings.csv.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "vernier/data/dataset.hpp"
#include "vernier/nn/layers/add.hpp"
#include "vernier/nn/layers/dot.hpp"
#include "vernier/nn/layers/dropout.hpp"
#include "vernier/nn/layers/embedding.hpp"
#include "vernier/nn/model.hpp"
#include "vernier/nn/optimizers/adam.hpp"
#include "vernier/nn/progress.hpp"
#include "vernier/nn/schedules/cosine_decay.hpp"

namespace nn = vernier::nn;

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: recommender DATA_FOLDER [EPOCHS]\n");
    return 2;
  }
  const std::int64_t epochs = argc > 2 ? std::max(1, std::atoi(argv[2])) : 8;
  const vernier::Dataset data =
      vernier::load_dataset({{"path", "ml_latest_small_ratings.csv"},
                             {"target", "rating"},
                             {"task", "regression"},
                             {"test", {{"rows", "i % 10 == 9"}}},
                             {"columns", {{"userid", "id"}, {"movieid", "id"}, {"timestamp", "ignore"}}}},
                            argv[1]);
  const vernier::Encoder encoder = data.fit_encoder();
  const vernier::Examples train = data.encode(encoder);
  const vernier::Examples test = data.encode_test(encoder);
  const vernier::Index users = encoder.input_specs()[0].ids;  // with one for users that training never saw
  const vernier::Index films = encoder.input_specs()[1].ids;

  nn::Model model({.seed = 1});
  const auto user = model.input({}, "user");
  const auto film = model.input({}, "film");
  const auto table = [&](vernier::Index ids, vernier::Index numbers, double penalty, nn::Model::NodeId from) {
    nn::EmbeddingOptions options{.embeddings_regularizer = vernier::Component("l2", {{"l2", penalty}})};
    if (numbers == 1) options.embeddings_initializer = "zeros";
    return model.call(nn::Embedding(ids, numbers, options), {from});
  };
  const auto user_taste = model.call(nn::Dropout(0.12), {table(users, 70, 1e-4, user)});
  const auto film_taste = model.call(nn::Dropout(0.12), {table(films, 70, 1e-4, film)});
  const auto match = model.call(nn::Dot({1}), {user_taste, film_taste});
  model.call(nn::Add(), {match, table(users, 1, 5e-6, user), table(films, 1, 5e-6, film)});

  const auto rate = nn::CosineDecay({.initial_learning_rate = 0.003, .decay_epochs = static_cast<double>(epochs)});
  model.compile({.optimizer = nn::Adam({.learning_rate = rate}), .loss = "mean_squared_error"});
  model.fit(train.x, train.y,
            {.batch_size = 128, .epochs = epochs, .callbacks = {nn::Progress([](std::string_view line) {
                                                    fmt::print(stderr, "{}\n", line);
                                                  })}});
  fmt::print("{}\n", model.summary());

  vernier::Tensor predicted = model.predict(test.x, 1024);
  vernier::Tensor truth = test.y.front();
  encoder.target().to_original_scale(predicted.view());
  encoder.target().to_original_scale(truth.view());
  double squares = 0;
  for (std::size_t k = 0; k < truth.values().size(); ++k) {
    squares += std::pow(static_cast<double>(predicted.values()[k] - truth.values()[k]), 2);
  }
  fmt::print("test RMSE {:.4f} stars\n", std::sqrt(squares / static_cast<double>(truth.size())));
  return 0;
}
