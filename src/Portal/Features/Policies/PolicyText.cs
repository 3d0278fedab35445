using System.Text.RegularExpressions;
using FluentValidation;

namespace Portal.Features.Policies;

/// <summary>What holds for the text of a policy, and the texts that the portal brings along to begin with.</summary>
public static partial class PolicyText
{
    /// <summary>The longest text in characters.</summary>
    public const int Longest = 30_000;

    /// <summary>The line that stands for the permissions in force, in the access control policy.</summary>
    public const string MatrixMark = "{{permissions}}";

    /// <summary>What a text says with the permissions in words, where they belong.</summary>
    public static string Whole(string written, string permissions)
    {
        ArgumentNullException.ThrowIfNull(written);
        return permissions is { Length: > 0 } ? written.Replace(MatrixMark, permissions, StringComparison.Ordinal) : written;
    }

    /// <summary>How many places of a text the house has still to fill in: words in double square brackets.</summary>
    public static int Blanks(string text) => Blank().Count(text);

    /// <summary>The text to begin with, where nobody has signed one yet.</summary>
    internal static string Beginning(PolicyKind kind)
    {
        using var stream = typeof(PolicyText).Assembly.GetManifestResourceStream($"Portal.Features.Policies.{kind}.md")
            ?? throw new InvalidOperationException($"There is no text to begin {kind} with.");
        using var reader = new StreamReader(stream);
        return Tidy(reader.ReadToEnd());
    }

    /// <summary>One way of ending lines, so that the same words have the same digest wherever they were typed.</summary>
    public static string Tidy(string text) => text.ReplaceLineEndings("\n").Trim() + "\n";

    internal static bool HasItsMark(PolicyKind kind, string text)
    {
        var marks = text.Split('\n').Count(line => line.Trim() == MatrixMark);
        return text.Split(MatrixMark).Length - 1 == marks && marks == (kind == PolicyKind.AccessControl ? 1 : 0);
    }

    [GeneratedRegex(@"\[\[[^\[\]]+\]\]", RegexOptions.None, 1000)]
    private static partial Regex Blank();
}

internal sealed record PolicyInput(PolicyKind Kind, string Text, int Seen)
{
    public override string ToString() => nameof(PolicyInput);
}

internal sealed class PolicyInputRules : AbstractValidator<PolicyInput>
{
    public PolicyInputRules()
    {
        RuleFor(input => input.Kind).IsInEnum();
        RuleFor(input => input.Seen).GreaterThanOrEqualTo(0);
        RuleFor(input => input.Text)
            .NotEmpty().WithMessage("Write the policy's text.")
            .MaximumLength(PolicyText.Longest).WithMessage("Write at most 30,000 characters.")
            .Must((input, text) => PolicyText.HasItsMark(input.Kind, text.ReplaceLineEndings("\n")))
            .WithMessage("The access control policy holds {{permissions}} on one line of its own; no other policy does.");
    }
}

internal sealed class PolicyKindRules : AbstractValidator<PolicyKindRules.Input>
{
    public static readonly PolicyKindRules Valid = new();

    public PolicyKindRules() => RuleFor(input => input.Kind).IsInEnum();

    internal sealed record Input(PolicyKind Kind);
}
