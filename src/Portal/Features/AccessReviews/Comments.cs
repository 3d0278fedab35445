using FluentValidation;

namespace Portal.Features.AccessReviews;

/// <summary>What reviewers write. Kept encrypted under the key of reviews.</summary>
public static class Comments
{
    /// <summary>The longest.</summary>
    public const int Longest = 1000;

    /// <summary>Letters of the shortest one where one is wanted.</summary>
    public const int Shortest = 10;

    internal static bool IsSentence(string? text) => (text ?? "").Where(char.IsLetter).Take(Shortest).Count() == Shortest;

    internal static void IsAComment<T>(this IRuleBuilder<T, string?> text) => text.MaximumLength(Longest).WithMessage("Write at most 1,000 characters.");

    internal static void IsASentence<T>(this IRuleBuilder<T, string?> text) =>
        text.MaximumLength(Longest).WithMessage("Write at most 1,000 characters.").Must(IsSentence).WithMessage("Write why, in a sentence.");
}
