namespace Portal.Data;

/// <summary>Tables are cut by audience: identity, list rows, clinical, billing and source meet only through the patient token.</summary>
internal static class Schemas
{
    public const string Identity = "identity";
    public const string Pii = "pii";
    public const string Roster = "roster";
    public const string Clinical = "clinical";
    public const string Billing = "billing";
    public const string Source = "source";
    public const string Care = "care";
    public const string Keys = "keys";
    public const string Audit = "audit";
    public const string Notices = "notices";
    public const string Review = "review";
    public const string Files = "files";
    public const string Trail = "trail";
    public const string Staff = "staff";
    public const string Policies = "policies";
}
