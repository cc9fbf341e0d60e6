import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Judges PDF files with veraPDF's core: java VeraRun FLAVOUR[,FLAVOUR...] FILE...
 *
 * <p>Prints one JSON object a line for every file and flavour. A file that cannot be judged gets a line with an
 * "error". The exit code is 0 whenever every file got its lines; tests/referees/verapdf.py reads them.
 */
public final class VeraRun {
  private static final int FAILURES_KEPT = 100;

  public static void main(String[] arguments) {
    LogManager.getLogManager().reset(); // the verdict says it all
    VeraGreenfieldFoundryProvider.initialise();
    String[] flavours = arguments[0].split(",");
    for (int i = 1; i < arguments.length; i++) {
      for (String flavour : flavours) {
        System.out.println(judge(arguments[i], flavour));
      }
    }
  }

  private static String judge(String path, String flavour) {
    PDFAFlavour wanted = PDFAFlavour.byFlavourId(flavour);
    if (wanted == null || wanted == PDFAFlavour.NO_FLAVOUR) {
      return notJudged(path, flavour, "unknown flavour, none of " + PDFAFlavour.getFlavourIds());
    }
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), wanted);
        PDFAValidator validator =
            Foundries.defaultInstance().createValidator(wanted, FAILURES_KEPT, false, true, false)) {
      return verdict(path, flavour, validator.validate(parser));
    } catch (Exception | StackOverflowError problem) {
      return notJudged(path, flavour, problem.toString());
    }
  }

  private static String verdict(String path, String flavour, ValidationResult result) {
    List<String> failures = new ArrayList<>();
    for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
      failures.add(failure(failed.getKey(), failed.getValue(), firstFailure(result, failed.getKey())));
    }
    return object(
        field("file", quoted(path)),
        field("flavour", quoted(flavour)),
        field("compliant", result.isCompliant()),
        field("checks", result.getTotalAssertions()),
        field("failures", "[" + String.join(",", failures) + "]"));
  }

  private static String failure(RuleId rule, int count, TestAssertion example) {
    return object(
        field("clause", quoted(rule.getClause())),
        field("test", rule.getTestNumber()),
        field("count", count),
        field("message", quoted(example == null ? "" : message(example))),
        field("where", quoted(example == null ? "" : example.getLocation().getContext())));
  }

  private static String message(TestAssertion failed) {
    return failed.getErrorMessage() == null ? failed.getMessage() : failed.getErrorMessage();
  }

  private static TestAssertion firstFailure(ValidationResult result, RuleId rule) {
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() == TestAssertion.Status.FAILED && assertion.getRuleId().equals(rule)) {
        return assertion;
      }
    }
    return null;
  }

  private static String notJudged(String path, String flavour, String why) {
    return object(
        field("file", quoted(path)), field("flavour", quoted(flavour)), field("error", quoted(why)));
  }

  private static String object(String... fields) {
    return "{" + String.join(",", fields) + "}";
  }

  private static String field(String name, Object json) {
    return quoted(name) + ":" + json;
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
