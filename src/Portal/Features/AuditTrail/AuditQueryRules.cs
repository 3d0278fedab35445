using System.Net;
using FluentValidation;
using Portal.Kernel;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

internal class AuditQueryRules : AbstractValidator<AuditQuery>
{
    /// <summary>Before this year no portal was; the search looks no further back.</summary>
    public static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DataCategories All = Enum.GetValues<DataCategories>().Aggregate((all, one) => all | one);

    public AuditQueryRules()
    {
        RuleFor(query => query.Role).IsInEnum();
        RuleFor(query => query.Action).IsInEnum();
        RuleFor(query => query.Data).Must(data => (data & ~All) == 0).WithMessage("Choose kinds of data from the list.");
        RuleFor(query => query.Outcome).IsInEnum();
        RuleFor(query => query.Address).Must(text => text is null || NetworkOf(text) is not null)
            .WithMessage("Type an IP address such as 10.1.2.3, or a range such as 10.1.0.0/16.");
        RuleFor(query => query.Node).MaximumLength(64).WithMessage("Type the machine's name: at most 64 characters.");
        RuleFor(query => query.From).Must(IsSane).WithMessage("Choose a time of this century.");
        RuleFor(query => query.To).Must(IsSane).WithMessage("Choose a time of this century.")
            .Must((query, to) => to is null || query.From is null || query.From < to).WithMessage("The end must come after the beginning.");
        RuleFor(query => query.Span).MaximumLength(20);
        RuleFor(query => query.Cursor).IsACursor();
    }

    /// <summary>The range that a text means; one address is a range of one.</summary>
    public static IPNetwork? NetworkOf(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;

    private static bool IsSane(DateTimeOffset? time) => time is null || (time >= Earliest && time < Latest);
}
