// Natural language: which of 150 intents a short query has (CLINC150), by the mean of its words, pairs of words and
// runs of characters.
//
//   text DATA_FOLDER [EPOCHS]
//
// DATA_FOLDER holds clinc150_full.json.
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>

#include "vernier/data/dataset.hpp"
#include "vernier/nn/layers/dense.hpp"
#include "vernier/nn/layers/dropout.hpp"
#include "vernier/nn/layers/embedding.hpp"
#include "vernier/nn/layers/global_average_pooling1d.hpp"
#include "vernier/nn/layers/input.hpp"
#include "vernier/nn/optimizers/adam.hpp"
#include "vernier/nn/progress.hpp"
#include "vernier/nn/schedules/cosine_decay.hpp"
#include "vernier/nn/sequential.hpp"

namespace nn = vernier::nn;

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: text DATA_FOLDER [EPOCHS]\n");
    return 2;
  }
  const std::int64_t epochs = argc > 2 ? std::max(1, std::atoi(argv[2])) : 12;
  const vernier::Json words = {
      {"kind", "text"}, {"tokens", 160}, {"vocabulary", 40'000}, {"ngrams", 2}, {"characters", {3, 4}}};
  const vernier::Dataset data = vernier::load_dataset({{"path", "clinc150_full.json"},
                                                       {"member", "train"},
                                                       {"validation", {{"member", "val"}}},
                                                       {"test", {{"member", "test"}}},
                                                       {"names", {"text", "intent"}},
                                                       {"target", "intent"},
                                                       {"columns", {{"text", words}}}},
                                                      argv[1]);
  std::vector<vernier::Index> rows = vernier::all_rows(data.rows() - std::ssize(data.validation_rows()));
  const vernier::Encoder encoder = data.fit_encoder(rows);  // the vocabulary is that of the training part
  const vernier::Examples train = data.encode(encoder, rows);
  const vernier::Examples validation = data.encode(encoder, data.validation_rows());
  const vernier::Examples test = data.encode_test(encoder);
  const vernier::InputSpec& text = encoder.input_specs().front();

  nn::Sequential model({.seed = 1});
  model.add(nn::Input({text.shape[0]}));
  model.add(nn::Embedding(text.ids, 256, {.mask_zero = true, .lazy_rows = true}));
  model.add(nn::GlobalAveragePooling1D());
  model.add(nn::Dropout(0.6));
  model.add(nn::Dense(encoder.target().task().class_count(), {.activation = "softmax"}));
  const auto rate = nn::CosineDecay({.initial_learning_rate = 0.006, .decay_epochs = static_cast<double>(epochs)});
  model.compile({.optimizer = nn::Adam({.learning_rate = rate}),
                 .loss = "sparse_categorical_crossentropy",
                 .metrics = {"accuracy"}});
  model.fit(train.x, train.y,
            {.batch_size = 32,
             .epochs = epochs,
             .validation_data = nn::ValidationData{validation.x, validation.y},
             .callbacks = {nn::Progress([](std::string_view line) { fmt::print(stderr, "{}\n", line); })}});
  fmt::print("{}\n", model.summary());
  fmt::print("test accuracy {:.4f}\n", *model.evaluate(test.x, test.y).get("accuracy"));
  return 0;
}
