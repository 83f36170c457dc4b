#include "apps/cli/help.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/core.h>

#include "apps/cli/console.hpp"
#include "apps/cli/program.hpp"
#include "vernier/base/text.hpp"
#include "vernier/figures/display_text.hpp"

namespace vernier::cli {
namespace {

std::string option_heading(const OptionText& option) {
  std::string text = join(option.names, ", ");
  if (option.names.empty()) return option.positional + (option.repeated ? "..." : "");
  if (!option.value.empty()) text += ' ' + option.value;
  return text;
}

std::string option_rows(const std::vector<OptionText>& options, int width) {
  int column = 0;
  for (const OptionText& option : options) column = std::max(column, display_width(option_heading(option)));
  column = std::min(column, 26);
  std::string out;
  for (const OptionText& option : options) {
    const std::string heading = option_heading(option);
    out += "  " + pad_right(heading, column);
    out += display_width(heading) > column ? "\n" + std::string(static_cast<std::size_t>(column) + 4, ' ') : "  ";
    const std::string fallback = option.fallback.empty() ? "" : fmt::format(" (default: {})", option.fallback);
    out += wrapped(option.help + fallback, column + 4, width) + '\n';
  }
  return out;
}

int help_width(const TerminalStyle& style) { return std::clamp(style.width, 60, 100); }

}  // namespace

std::vector<std::string> OptionText::choices() const {
  if (value.find('|') == std::string::npos) return {};
  std::vector<std::string> words;
  for (std::string& word : split(value, '|')) {
    const bool placeholder =
        std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isupper(c) != 0; });
    if (!placeholder) words.push_back(std::move(word));
  }
  return words;
}

std::vector<OptionText> describe_options(const CLI::App& app) {
  std::vector<OptionText> texts;
  for (const CLI::Option* option : app.get_options()) {
    OptionText text;
    for (const std::string& name : option->get_snames()) text.names.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) text.names.push_back("--" + name);
    const bool flag = option->get_items_expected_max() == 0;
    text.value = flag ? "" : option->get_type_name();
    if (option->get_positional()) text.positional = text.value;
    text.help = option->get_description();
    text.fallback = option->get_default_str();
    text.group = option->get_group();
    text.required = option->get_required();
    text.repeated = option->get_items_expected_max() > 1;
    texts.push_back(std::move(text));
  }
  return texts;
}

std::string usage_line(const CLI::App& app) {
  std::string line = app.get_parent() != nullptr ? app.get_parent()->get_name() + ' ' + app.get_name() : app.get_name();
  const auto subcommands = app.get_subcommands([](const CLI::App*) { return true; });
  std::string verbs;
  for (const CLI::App* sub : subcommands) verbs += (verbs.empty() ? "" : "|") + sub->get_name();
  if (!verbs.empty()) line += fmt::format(" [{}]", verbs);
  for (const OptionText& option : describe_options(app)) {
    if (option.positional.empty()) continue;
    const std::string shown = option.positional + (option.repeated ? "..." : "");
    line += option.required ? ' ' + shown : fmt::format(" [{}]", shown);
  }
  return line + " [OPTIONS]";
}

std::string program_help(const TerminalStyle& style) {
  std::string out = "Vernier tunes the hyperparameters of neural networks.\n\n" + inked("Usage:", Ink::bold, style) +
                    " vernier VERB [OPTIONS]\n       vernier VERB --help\n";
  const auto verbs = sorted_verbs();
  std::size_t column = 0;
  for (const VerbInfo* info : verbs) column = std::max(column, info->name.size());
  for (std::size_t i = 0; i < verbs.size(); ++i) {
    if (i == 0 || verbs[i]->group != verbs[i - 1]->group) {
      out += fmt::format("\n{}\n", inked(fmt::format("{}:", to_string(verbs[i]->group)), Ink::bold, style));
    }
    out += fmt::format("  {:<{}}  {}\n", verbs[i]->name, column, verbs[i]->summary);
  }
  return out + fmt::format("\n{}\n", inked("Options:", Ink::bold, style)) +
         "  -h, --help     show this help\n  -V, --version  show the version\n\n"
         "Exit status: 0 done; 1 nothing succeeded; 2 bad usage or bad input; 3 the storage failed;\n"
         "130 interrupted, all kept. 'vernier man | man -l -' shows the manual.\n";
}

std::string verb_help(const VerbInfo& info, const CLI::App& root, const TerminalStyle& style) {
  const CLI::App* app = &root;
  while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
  const int width = help_width(style);
  std::string summary = app->get_description();
  if (!summary.empty()) summary[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(summary[0])));
  std::string out = wrapped(summary, 0, width) + ".\n\n" + inked("Usage:", Ink::bold, style) + ' ' +
                    wrapped(usage_line(*app), 7, width) + '\n';
  const auto subcommands = app->get_subcommands([](const CLI::App*) { return true; });
  if (!subcommands.empty()) {
    out += '\n' + inked("Verbs:", Ink::bold, style) + '\n';
    for (const CLI::App* sub : subcommands)
      out += fmt::format("  {:<10}  {}\n", sub->get_name(), sub->get_description());
  }
  const std::vector<OptionText> options = describe_options(*app);
  std::vector<std::string> groups;
  for (const OptionText& option : options) {
    if (std::find(groups.begin(), groups.end(), option.group) == groups.end()) groups.push_back(option.group);
  }
  std::stable_sort(groups.begin(), groups.end(), [](const std::string& a, const std::string& b) {
    return (a == "Other" ? 1 : 0) < (b == "Other" ? 1 : 0);
  });
  for (const std::string& group : groups) {
    std::vector<OptionText> rows;
    std::copy_if(options.begin(), options.end(), std::back_inserter(rows),
                 [&](const OptionText& option) { return option.group == group; });
    out += fmt::format("\n{}\n{}", inked(group + ":", Ink::bold, style), option_rows(rows, width));
  }
  if (app == &root && !info.details.empty()) out += '\n' + wrapped(info.details, 0, width) + '\n';
  return out;
}

}  // namespace vernier::cli
