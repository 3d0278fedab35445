using FluentValidation;

namespace Portal.Features.Staff;

/// <summary>What the directory says of a person, as it is typed or read from a file.</summary>
/// <param name="Number">The staff number.</param>
/// <param name="Name">The name.</param>
/// <param name="Department">The department.</param>
/// <param name="EmployedFrom">The first day.</param>
public sealed record StaffInput(string Number, string Name, string Department, DateOnly EmployedFrom)
{
    /// <summary>How long the name of a department or a team may be.</summary>
    public const int UnitLength = 80;

    /// <summary>The team within the department.</summary>
    public string? Team { get; init; }

    /// <summary>The entry of the person's manager.</summary>
    public Guid? Manager { get; init; }

    /// <summary>The profession.</summary>
    public string? Profession { get; init; }

    /// <summary>The number of the licence to practise it.</summary>
    public string? Licence { get; init; }

    /// <summary>The last day; nothing where no end is known.</summary>
    public DateOnly? EmployedTo { get; init; }

    /// <summary>The mail address at work.</summary>
    public string? Email { get; init; }

    /// <summary>The phone number at work.</summary>
    public string? Phone { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(StaffInput);

    /// <summary>The same without blanks around, and nothing in place of empty texts.</summary>
    internal StaffInput Trimmed() => this with
    {
        Number = Number.Trim(), Name = Words(Name)!, Department = Words(Department)!, Team = Words(Team), Profession = Words(Profession),
        Licence = Words(Licence), Email = Words(Email), Phone = Words(Phone),
    };

    /// <summary>The fields in which two differ.</summary>
    internal IReadOnlyList<StaffField> DifferencesTo(StaffInput other) =>
        [.. Enum.GetValues<StaffField>().Where(field => !Equals(Of(field), other.Of(field)))];

    /// <summary>The value of a field.</summary>
    internal object? Of(StaffField field) => field switch
    {
        StaffField.Number => Number,
        StaffField.Name => Name,
        StaffField.Department => Department,
        StaffField.Team => Team,
        StaffField.Manager => Manager,
        StaffField.Profession => Profession,
        StaffField.Licence => Licence,
        StaffField.EmployedFrom => EmployedFrom,
        StaffField.EmployedTo => EmployedTo,
        StaffField.Email => Email,
        _ => Phone,
    };

    private static string? Words(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A field of the directory; the names go into audit entries.</summary>
public enum StaffField
{
    /// <summary>The staff number.</summary>
    Number = 1,

    /// <summary>The name.</summary>
    Name = 2,

    /// <summary>The department.</summary>
    Department = 3,

    /// <summary>The team.</summary>
    Team = 4,

    /// <summary>The manager.</summary>
    Manager = 5,

    /// <summary>The profession.</summary>
    Profession = 6,

    /// <summary>The licence number.</summary>
    Licence = 7,

    /// <summary>The first day.</summary>
    EmployedFrom = 8,

    /// <summary>The last day.</summary>
    EmployedTo = 9,

    /// <summary>The mail address at work.</summary>
    Email = 10,

    /// <summary>The phone number at work.</summary>
    Phone = 11,
}

/// <summary>What an entry must be; each code names what is wrong and holds nothing that was typed.</summary>
internal sealed class StaffInputRules : AbstractValidator<StaffInput>
{
    private const int Short = 40;

    private const int Long = 200;

    private static readonly DateOnly Earliest = new(1900, 1, 1);

    private static readonly DateOnly Latest = new(2200, 1, 1);

    public static StaffInputRules Instance { get; } = new();

    public StaffInputRules()
    {
        RuleFor(p => p.Number).Must(text => IsText(text, Short) && text.Any(char.IsLetterOrDigit)).WithErrorCode("number").WithMessage("Give a staff number of at most 40 characters.");
        RuleFor(p => p.Name).Must(text => IsText(text, Long)).WithErrorCode("name").WithMessage("Give a name of at most 200 characters.");
        RuleFor(p => p.Department).Must(text => IsText(text, StaffInput.UnitLength)).WithErrorCode("department").WithMessage("Give a department of at most 80 characters.");
        RuleFor(p => p.Team).Must(text => IsNone(text) || IsText(text, StaffInput.UnitLength)).WithErrorCode("team").WithMessage("Give a team of at most 80 characters.");
        RuleFor(p => p.Profession).Must(text => IsNone(text) || IsText(text, StaffInput.UnitLength)).WithErrorCode("profession").WithMessage("Give a profession of at most 80 characters.");
        RuleFor(p => p.Licence).Must(text => IsNone(text) || IsText(text, Short)).WithErrorCode("licence").WithMessage("Give a licence number of at most 40 characters.");
        RuleFor(p => p.Email).Must(text => IsNone(text) || Identity.Invitations.PersonRules.IsAddress(text)).WithErrorCode("email").WithMessage("Give a valid e-mail address.");
        RuleFor(p => p.Phone).Must(text => IsNone(text) || (IsText(text, Short) && text!.Any(char.IsAsciiDigit))).WithErrorCode("phone").WithMessage("Give a phone number of at most 40 characters.");
        RuleFor(p => p.EmployedFrom).InclusiveBetween(Earliest, Latest).WithErrorCode("employed-from").WithMessage("Give the first day of employment.");
        RuleFor(p => p.EmployedTo).Must((input, last) => last is null || (last >= input.EmployedFrom && last <= Latest)).WithErrorCode("employed-to")
            .WithMessage("The last day cannot be before the first.");
    }

    private static bool IsNone(string? text) => string.IsNullOrWhiteSpace(text);

    private static bool IsText(string? text, int most) => !IsNone(text) && text!.Length <= most && !text.Any(char.IsControl);
}
