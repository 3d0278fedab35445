namespace Portal.Kernel.Access;

/// <summary>What a role may do at most. Whether it may be done to one patient is decided by the facts (<see cref="Decide"/>).</summary>
public enum Permission
{
    /// <summary>See lists of patients and search them.</summary>
    SearchPatients = 1,

    /// <summary>Read clinical data of patients in one's care.</summary>
    ReadClinical = 2,

    /// <summary>Read demographics and claims for billing.</summary>
    ReadBilling = 3,

    /// <summary>Read one's own record.</summary>
    ReadOwnRecord = 4,

    /// <summary>See accounts and their roles, without any health data.</summary>
    ReadAccounts = 5,

    /// <summary>Bring in records from files.</summary>
    ImportRecords = 6,

    /// <summary>Check the audit log's integrity.</summary>
    VerifyAudit = 7,

    /// <summary>Set up and look after the instance from its command line.</summary>
    MaintainInstance = 8,

    /// <summary>See and use one's own account: password, factors, sessions.</summary>
    UseOwnAccount = 9,
}
