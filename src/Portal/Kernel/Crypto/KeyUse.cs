namespace Portal.Kernel.Crypto;

/// <summary>What a system data key is for: one key a use. Numbers are stored.</summary>
internal enum KeyUse : short
{
    Accounts = 1,
    BlindIndexes = 2,
    RowSeals = 3,
    AuditMacs = 4,
    AuditSalts = 5,
    Directory = 6,
    Sessions = 7,
    DataProtection = 8,
    Reviews = 9,
    Files = 10,
}
