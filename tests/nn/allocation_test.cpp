// A steady training step takes no memory from the heap. Counted below operator new, so that what libraries do counts
// too.
#include <gtest/gtest.h>

#include <dlfcn.h>
#include <atomic>
#include <cstdlib>

#include "vernier/nn/layers/batch_normalization.hpp"
#include "vernier/nn/layers/dense.hpp"
#include "vernier/nn/layers/dropout.hpp"
#include "vernier/nn/layers/input.hpp"
#include "vernier/nn/layers/layer_normalization.hpp"
#include "vernier/nn/sequential.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define VERNIER_COUNTS_ALLOCATIONS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define VERNIER_COUNTS_ALLOCATIONS 0
#endif
#endif
#ifndef VERNIER_COUNTS_ALLOCATIONS
#define VERNIER_COUNTS_ALLOCATIONS 1
#endif

namespace {
std::atomic<long> allocations{0};
thread_local bool counting = false;
}  // namespace

#if VERNIER_COUNTS_ALLOCATIONS
namespace {
void count_allocation() {
  if (counting) allocations.fetch_add(1, std::memory_order_relaxed);
}
}  // namespace

// glibc's own entry points; operator new ends in malloc
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void* malloc(std::size_t size) {
  count_allocation();
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  count_allocation();
  return __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) {
  count_allocation();
  return __libc_realloc(memory, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  count_allocation();
  return __libc_memalign(alignment, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
  count_allocation();
  return __libc_memalign(alignment, size);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
  count_allocation();
  *memory = __libc_memalign(alignment, size);
  return *memory == nullptr ? 12 : 0;
}
}
#endif

namespace vernier::nn {
namespace {

// Allocations of the batches of one epoch of fit, the first three left out, and of the same number of lone steps.
void expect_no_allocations(Sequential model, Index features, Index batch, Index classes) {
  if (VERNIER_COUNTS_ALLOCATIONS == 0) GTEST_SKIP() << "the sanitizer replaces malloc";
  const Index samples = batch * 10 + 3;  // the last batch is short
  Tensor x({samples, features});
  Tensor y({samples, 1});
  Rng rng(1);
  for (float& value : x.values()) value = static_cast<float>(rng.uniform());
  for (float& value : y.values()) value = static_cast<float>(rng.below(static_cast<std::uint64_t>(classes)));
  class Counter : public Callback {
   public:
    void on_batch_end(FitState& state, std::int64_t, double) override { counting = state.epoch > 0; }
    void on_epoch_end(FitState&, Logs&) override { counting = false; }
  };
  allocations = 0;
  std::vector<float> weights(static_cast<std::size_t>(samples), 0.5F);
  (void)model.fit(
      x, y, {.batch_size = batch, .epochs = 3, .sample_weight = weights, .callbacks = {std::make_shared<Counter>()}});
  // what remains is the writing of the epoch's logs, once an epoch: counted apart by a fit of twice the batches
  const long of_ten = allocations;
  allocations = 0;
  Tensor x2({2 * samples, features});
  Tensor y2({2 * samples, 1});
  std::vector<float> weights2(static_cast<std::size_t>(2 * samples), 0.5F);
  (void)model.fit(
      x2, y2,
      {.batch_size = batch, .epochs = 3, .sample_weight = weights2, .callbacks = {std::make_shared<Counter>()}});
  EXPECT_EQ(allocations, of_ten) << "allocations grow with the number of batches";
  allocations = 0;
  counting = true;
  for (Index k = 0; k < 10; ++k)
    (void)model.train_on_batch(x.slice(k * batch, (k + 1) * batch), y.slice(k * batch, (k + 1) * batch));
  counting = false;
  EXPECT_EQ(allocations, 0);
}

TEST(Allocations, TheCounterCounts) {
  if (VERNIER_COUNTS_ALLOCATIONS == 0) GTEST_SKIP() << "the sanitizer replaces malloc";
  allocations = 0;
  counting = true;
  const auto one = std::make_unique<int>(1);
  Tensor two({4});
  counting = false;
  EXPECT_EQ(allocations, 2);
}

TEST(Allocations, TheNetworkOfTheDocumentTakesNone) {
  Sequential model;
  model.add(Input({100})).add(Dense(64, {.activation = "relu"})).add(Dense(1, {.activation = "sigmoid"}));
  model.compile({.optimizer = "adam", .loss = "binary_crossentropy", .metrics = {"accuracy"}});
  expect_no_allocations(std::move(model), 100, 32, 2);
}

TEST(Allocations, AWideNetworkOfTenClassesTakesNone) {
  Sequential model;
  model.add(Input({784})).add(Dense(512, {.activation = "relu"})).add(Dense(10, {.activation = "softmax"}));
  model.compile({.optimizer = "adam", .loss = "sparse_categorical_crossentropy", .metrics = {"accuracy"}});
  expect_no_allocations(std::move(model), 784, 128, 10);
}

TEST(Allocations, EveryLayerAndOptimizerTakesNone) {
  for (const char* optimizer : {"sgd", "adam", "adamw", "nadam", "rmsprop", "adagrad"}) {
    SCOPED_TRACE(optimizer);
    Sequential model;
    model.add(Input({12})).add(Dense(8, {.activation = "gelu", .kernel_regularizer = "l2"}));
    model.add(BatchNormalization()).add(Dropout(0.3)).add(LayerNormalization()).add(Dense(1));
    model.compile({.optimizer = optimizer, .loss = "mse", .metrics = {"mae"}});
    expect_no_allocations(std::move(model), 12, 16, 2);
  }
}

}  // namespace
}  // namespace vernier::nn
