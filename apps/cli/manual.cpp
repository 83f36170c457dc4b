#include "apps/cli/manual.hpp"

#include <cctype>

#include <fmt/core.h>

#include "apps/cli/help.hpp"
#include "apps/cli/program.hpp"
#include "vernier/base/text.hpp"

namespace vernier::cli {
namespace {

// Text that roff reads as text: backslashes and hyphens escaped, no line begun with a control character.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) {
      out += fmt::format("\\&{}", c);
    } else {
      out += c;
    }
  }
  return out;
}

std::string roff_option(const OptionText& option) {
  std::string heading;
  for (const std::string& name : option.names) {
    heading += fmt::format("{}\\fB{}\\fR", heading.empty() ? "" : ", ", roff(name));
  }
  if (option.names.empty()) {
    heading = fmt::format("\\fI{}\\fR{}", roff(option.positional), option.repeated ? " ..." : "");
  } else if (!option.value.empty()) {
    heading += fmt::format(" \\fI{}\\fR", roff(option.value));
  }
  const std::string fallback = option.fallback.empty() ? "" : fmt::format(" (default: {})", option.fallback);
  return fmt::format(".TP\n{}\n{}\n", heading, roff(option.help + fallback));
}

// Paragraphs; lines that begin with a space are examples and keep their form.
std::string roff_details(std::string_view details) {
  std::string out;
  bool example = false;
  for (const std::string& line : split(details, '\n')) {
    const bool indented = line.starts_with("  ");
    if (indented != example) out += indented ? ".PP\n.RS\n.nf\n" : ".fi\n.RE\n";
    if (line.empty()) {
      out += ".PP\n";
    } else {
      if (!indented && !example) out += out.empty() ? ".PP\n" : "";
      out += roff(trim(line)) + '\n';
    }
    example = indented;
  }
  return example ? out + ".fi\n.RE\n" : out;
}

std::string roff_verb(const CLI::App& app, std::string_view summary, std::string_view details) {
  std::string out = fmt::format(".SS \"{}\"\n{}.\n", roff(usage_line(app)), roff(summary));
  for (const OptionText& option : describe_options(app)) {
    if (option.group != "Other") out += roff_option(option);
  }
  return out + roff_details(details);
}

}  // namespace

std::string manual_page() {
  std::string out = fmt::format(
      ".TH VERNIER 1 \"\" \"vernier {}\" \"User Commands\"\n"
      ".ad l\n.SH NAME\nvernier \\- tune the hyperparameters of neural networks\n"
      ".SH SYNOPSIS\n.B vernier\n.I VERB\n[\\fIOPTIONS\\fR]\n"
      ".SH DESCRIPTION\nResults go to standard output, progress and messages to standard error; with "
      "\\fB\\-\\-json\\fR standard output carries JSON alone.\n",
      VERNIER_VERSION);
  const auto verbs = sorted_verbs();
  for (std::size_t i = 0; i < verbs.size(); ++i) {
    if (i == 0 || verbs[i]->group != verbs[i - 1]->group) {
      std::string heading(to_string(verbs[i]->group));
      for (char& c : heading) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      out += fmt::format(".SH \"{}\"\n", roff(heading));
    }
    const ConfiguredVerb verb = configure_verb(*verbs[i]);
    out += roff_verb(*verb.app, verbs[i]->summary, verbs[i]->details);
    for (const CLI::App* sub : verb.app->get_subcommands([](const CLI::App*) { return true; })) {
      out += roff_verb(*sub, sub->get_description(), {});
    }
  }
  return out +
         ".SH \"EXIT STATUS\"\n.TP\n0\ndone\n.TP\n1\nnothing succeeded\n.TP\n2\nbad usage or bad input; nothing was "
         "written\n.TP\n3\nthe storage failed; the study is intact\n.TP\n130\ninterrupted; all is kept, and the same "
         "command continues\n"
         ".SH ENVIRONMENT\n.TP\nNO_COLOR\nno colours\n.TP\nTERM\n\\fIdumb\\fR: no colours, ASCII alone\n.TP\nCOLUMNS\n"
         "the width of output that does not go to a terminal\n";
}

}  // namespace vernier::cli
