#pragma once
// What a bit-for-bit repetition rests on: the same build on the same class of processor.
#include <string>

namespace vernier {

/// The version of Vernier and the compiler.
[[nodiscard]] std::string build_class();
/// The architecture and its level of vector instructions: "x86-64-v3".
[[nodiscard]] std::string machine_class();

}  // namespace vernier
