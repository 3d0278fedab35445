using Portal.Features.Patients.Charting.Content;
using Portal.Kernel;

namespace Portal.Features.Patients.Charting;

/// <summary>Brings an entry's times to the microseconds that the database keeps.</summary>
internal static class EntryTime
{
    public static TContent Cut<TContent>(TContent content)
        where TContent : EntryContent
    {
        EntryContent cut = content with { At = Microseconds.Cut(content.At) };
        return (TContent)(cut is ConditionContent { Abatement: { } end } problem ? problem with { Abatement = Microseconds.Cut(end) } : cut);
    }
}
