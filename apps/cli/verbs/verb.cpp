#include "apps/cli/verbs/verb.hpp"

namespace vernier::cli {

std::string_view to_string(VerbGroup group) {
  switch (group) {
    case VerbGroup::search: return "Search";
    case VerbGroup::one_call: return "One call at a time, against a stored study";
    case VerbGroup::look: return "Look";
    case VerbGroup::trainer: return "The trainer alone";
    case VerbGroup::program: return "Knowledge and set-up";
  }
  return "";
}

}  // namespace vernier::cli
