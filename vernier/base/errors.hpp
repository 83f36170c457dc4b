#pragma once
// The one error model of Vernier: exceptions of six kinds, each with a stable code.
//
// A message has three parts: what happened, what was expected, and how to fix it. Absence of a thing that may well be
// absent is a std::optional, a pruned trial is a state; neither is an error.
#include <stdexcept>
#include <string>
#include <string_view>

namespace vernier {

/// The base of the six kinds. what() reads "<happened>: expected <expected>. <fix>"; empty parts are left out.
class Error : public std::runtime_error {
 public:
  /// A stable word for programs: invalid_argument, bad_data, not_found, invalid_state, storage, unsupported.
  [[nodiscard]] std::string_view code() const noexcept { return code_; }

 protected:
  Error(std::string_view code, std::string_view happened, std::string_view expected, std::string_view fix);

 private:
  std::string_view code_;  // one of the literals above
};

/// An option, a configuration, a space or a call that cannot be meant.
struct InvalidArgument : Error {
  explicit InvalidArgument(std::string_view happened, std::string_view expected = {}, std::string_view fix = {})
      : Error("invalid_argument", happened, expected, fix) {}
};
/// A file or array whose content is not what it should be.
struct BadData : Error {
  explicit BadData(std::string_view happened, std::string_view expected = {}, std::string_view fix = {})
      : Error("bad_data", happened, expected, fix) {}
};
/// A named thing (study, file, catalogue entry, trial) that does not exist.
struct NotFound : Error {
  explicit NotFound(std::string_view happened, std::string_view expected = {}, std::string_view fix = {})
      : Error("not_found", happened, expected, fix) {}
};
/// A call at the wrong moment: telling a finished trial, fitting before compiling, writing with a lost lease.
struct InvalidState : Error {
  explicit InvalidState(std::string_view happened, std::string_view expected = {}, std::string_view fix = {})
      : Error("invalid_state", happened, expected, fix) {}
};
/// The storage could not read or write; what was acknowledged before is intact.
struct StorageError : Error {
  explicit StorageError(std::string_view happened, std::string_view expected = {}, std::string_view fix = {})
      : Error("storage", happened, expected, fix) {}
};
/// Something sensible that this build, machine or component does not do.
struct Unsupported : Error {
  explicit Unsupported(std::string_view happened, std::string_view expected = {}, std::string_view fix = {})
      : Error("unsupported", happened, expected, fix) {}
};

}  // namespace vernier
