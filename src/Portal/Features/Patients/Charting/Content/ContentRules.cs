using FluentValidation;
using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Charting.Content;

/// <summary>Rules that the fields of entries share. Messages say what to do and never repeat what was typed.</summary>
internal static class ContentRules
{
    // Clocks of devices run a little ahead of ours.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private static readonly DateTimeOffset Earliest = new(1880, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IRuleBuilderOptions<T, DateTimeOffset> Happened<T>(this IRuleBuilder<T, DateTimeOffset> rule, TimeProvider clock) => rule
        .Must(at => at <= clock.GetUtcNow() + Ahead).WithMessage("Give a time that is not in the future.")
        .Must(at => at >= Earliest).WithMessage("Give a time after the year 1880.");

    public static IRuleBuilderOptions<T, string?> Words<T>(this IRuleBuilder<T, string?> rule, int limit) => rule
        .MaximumLength(limit).WithMessage(FormattableString.Invariant($"Write at most {limit:N0} characters."))
        .Must(IsPlain).WithMessage("Remove the control characters from this text.");

    public static IRuleBuilderOptions<T, string?> Required<T>(this IRuleBuilder<T, string?> rule, string message) =>
        rule.Must(text => !string.IsNullOrWhiteSpace(text)).WithMessage(message);

    public static IRuleBuilderOptions<T, string?> OneOf<T>(this IRuleBuilder<T, string?> rule, params string[] codes) =>
        rule.Must(code => code is null || codes.Contains(code, StringComparer.Ordinal)).WithMessage($"Choose one of: {string.Join(", ", codes)}.");

    public static IRuleBuilderOptions<T, decimal?> Measured<T>(this IRuleBuilder<T, decimal?> rule) =>
        rule.Must(value => value is null or (>= -1_000_000_000m and <= 1_000_000_000m)).WithMessage("Give a number between -1,000,000,000 and 1,000,000,000.");

    public static IRuleBuilderOptions<T, Coding> Term<T>(this IRuleBuilder<T, Coding> rule, string missing) => rule
        .NotNull().WithMessage(missing).SetValidator(new CodingValidator(missing));

    // Line breaks and tabs belong to text; other controls and half of a surrogate pair cannot come from a keyboard.
    private static bool IsPlain(string? text)
    {
        if (text is null)
        {
            return true;
        }

        foreach (var letter in text)
        {
            if (char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'))
            {
                return false;
            }
        }

        return IsWellFormed(text);
    }

    private static bool IsWellFormed(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogate(text[at]) && !(at + 1 < text.Length && char.IsSurrogatePair(text[at], text[++at])))
            {
                return false;
            }
        }

        return true;
    }

    private sealed class CodingValidator : AbstractValidator<Coding>
    {
        public CodingValidator(string missing)
        {
            RuleFor(coding => coding.Display).Required(missing).Words(200);
            RuleFor(coding => coding.Code).Words(64).Must(code => code is null || !code.Any(char.IsWhiteSpace)).WithMessage("A code has no spaces.");
            RuleFor(coding => coding.System).Words(200)
                .Must(system => system is null || Uri.IsWellFormedUriString(system, UriKind.Absolute)).WithMessage("A code system is a URI, such as http://loinc.org.");
            RuleFor(coding => coding.System).NotNull().When(coding => coding.Code is not null).WithMessage("Say which system the code is of, or leave the code out.");
        }
    }
}
