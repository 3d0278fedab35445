namespace Portal.Features.Patients.Care;

/// <summary>How long a care relationship holds, by where it comes from (decision 0091). Pure; the end is counted when the relationship is written.</summary>
internal static class CareRules
{
    /// <summary>How long before and after an encounter it ties the clinician to the patient.</summary>
    public static readonly TimeSpan AroundEncounter = TimeSpan.FromDays(30);

    /// <summary>How long a referral holds where nothing else is said.</summary>
    public const int ReferralDays = 90;

    /// <summary>The longest referral.</summary>
    public const int LongestReferralDays = 365;

    // An encounter that nobody closed does not go on for ever.
    private static readonly TimeSpan LongestOpenEncounter = TimeSpan.FromDays(365);

    /// <summary>
    /// From when to when an encounter ties: thirty days around it. One without an end counts as going on until now, for a year at most; each import that still shows
    /// it open counts it anew.
    /// </summary>
    /// <returns><c>null</c> for one that ended before it began: nothing hangs on it.</returns>
    public static CareSpan? OfEncounter(DateTimeOffset start, DateTimeOffset? end, DateTimeOffset now)
    {
        var longest = AddUpTo(start, LongestOpenEncounter);
        var last = end ?? (now < longest ? now : longest);
        last = end is null && last < start ? start : last;
        return last < start ? null : new CareSpan(TakeUpTo(start, AroundEncounter), AddUpTo(last, AroundEncounter));
    }

    /// <summary>From when to when a referral holds.</summary>
    public static CareSpan OfReferral(DateTimeOffset now, int days) => new(now, now.AddDays(Math.Clamp(days, 1, LongestReferralDays)));

    /// <summary>
    /// Whether a relationship ties now: from its start on, and no more at its end. Nothing but the team holds without an end; what does, or comes from nowhere
    /// known, ties nobody.
    /// </summary>
    public static bool Holds(CareSource source, DateTimeOffset start, DateTimeOffset? end, DateTimeOffset now) => source switch
    {
        CareSource.Assigned => start <= now && (end is null || now < end),
        CareSource.Encounter or CareSource.Referral => start <= now && now < end,
        _ => false,
    };

    // Times at the edge of the calendar are in no real record, and must not stop an import either.
    private static DateTimeOffset AddUpTo(DateTimeOffset at, TimeSpan span) => DateTimeOffset.MaxValue - at < span ? DateTimeOffset.MaxValue : at + span;

    private static DateTimeOffset TakeUpTo(DateTimeOffset at, TimeSpan span) => at - DateTimeOffset.MinValue < span ? DateTimeOffset.MinValue : at - span;
}

/// <summary>A stretch of time: from its start on, until its end.</summary>
internal readonly record struct CareSpan(DateTimeOffset Start, DateTimeOffset End);
