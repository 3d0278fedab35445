using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Pictures;
using Portal.Kernel.Access;

namespace Portal.Web.Features.AuditTrail.Pictures;

/// <summary>What the pictures do: the form and the address of the search, and one picture of what it asks for.</summary>
public abstract class PicturesPageBase : AuditPageBase
{
    private const string Own = "/audit/pictures";

    /// <summary>The picture shown.</summary>
    protected PictureKind Kind { get; private set; } = PictureKind.Time;

    /// <summary>Entries over time.</summary>
    protected AccessCounts? Counts { get; private set; }

    /// <summary>A person's week.</summary>
    protected HoursCompared? Hours { get; private set; }

    /// <summary>Who read.</summary>
    protected ReadersRanked? Readers { get; private set; }

    /// <summary>Who was refused.</summary>
    protected RefusalsRanked? Refusals { get; private set; }

    /// <summary>Whether the picture wants somebody who is not chosen: a person for hours, a patient for readers.</summary>
    protected bool IsSomebodyWanted => Kind switch
    {
        PictureKind.Hours => Asked.Person is null,
        PictureKind.Readers => Asked.Patient is null,
        _ => false,
    };

    /// <summary>The times of the picture shown.</summary>
    protected PictureTimes? Times => Counts?.Times ?? Hours?.Times ?? Readers?.Times ?? Refusals?.Times;

    /// <summary>How far back it was counted, where that is not all.</summary>
    protected DateTimeOffset? ReachedTo => Counts?.ReachedTo ?? Refusals?.ReachedTo;

    /// <inheritdoc/>
    protected override string Place => Own;

    [Inject] private CountAccesses Count { get; set; } = default!;

    [Inject] private CompareHours Compare { get; set; } = default!;

    [Inject] private RankReaders RankReaders { get; set; } = default!;

    [Inject] private RankRefusals RankRefusals { get; set; } = default!;

    /// <summary>What follows the page's own address for a picture.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="query">The search as the part of an address after the page's own.</param>
    public static string Showing(PictureKind kind, string query) =>
        $"{query}{(string.IsNullOrEmpty(query) ? '?' : '&')}show={kind.ToString().ToLowerInvariant()}";

    /// <inheritdoc/>
    protected override string Rest(AuditQuery query) => Showing(Kind, base.Rest(query));

    /// <summary>The search as the part of an address after the page's own.</summary>
    protected string Query => base.Rest(Asked);

    /// <inheritdoc/>
    protected override async Task AskAsync(Actor actor, AuditQuery query, CancellationToken cancel)
    {
        Begin(query);
        Kind = KindOf(new Uri(Navigation.Uri));
        if (!IsSomebodyWanted)
        {
            await DrawAsync(actor, query, cancel);
        }

        await KeepAsync(query, cancel);
    }

    /// <inheritdoc/>
    protected override void Forget()
    {
        base.Forget();
        (Counts, Hours, Readers, Refusals) = (null, null, null, null);
    }

    private async Task DrawAsync(Actor actor, AuditQuery query, CancellationToken cancel)
    {
        switch (Kind)
        {
            case PictureKind.Hours:
                Hours = await Compare.ForAsync(actor, query, Zone, cancel);
                Form!.PersonName ??= Hours.Name;
                break;
            case PictureKind.Readers:
                Readers = await RankReaders.ForAsync(actor, query, cancel);
                break;
            case PictureKind.Refusals:
                Refusals = await RankRefusals.ForAsync(actor, query, Zone, cancel);
                break;
            default:
                Counts = await Count.ForAsync(actor, query, Zone, cancel);
                break;
        }
    }

    private static PictureKind KindOf(Uri address) =>
        QueryHelpers.ParseQuery(address.Query).TryGetValue("show", out var show) && Enum.TryParse<PictureKind>(show[0], ignoreCase: true, out var kind) && Enum.IsDefined(kind)
            ? kind : PictureKind.Time;
}
