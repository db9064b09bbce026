//! The ten collections of the cluster: how many of each, in what order, and which customers they belong to.

use super::rng::Rng;
use super::{Amount, Stage, cluster_shapes as shapes, records};

macro_rules! collections {
    ($($variant:ident $name:literal $quota:literal $length:literal)*) => {
        /// A collection of the cluster.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Collection { $($variant),* }

        impl Collection {
            pub(super) const ALL: [Self; 10] = [$(Self::$variant),*];

            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// Lines in every block of the interleaved dump.
            const fn quota(self) -> u64 {
                match self { $(Self::$variant => $quota),* }
            }

            /// The usual length of a line in bytes, to share out an amount given in bytes.
            const fn length(self) -> u64 {
                match self { $(Self::$variant => $length),* }
            }
        }
    };
}

collections! {
    People "people-production" 2 430
    Callers "callers-production" 62 250
    Voicemail "voicemail-production" 14 800
    Calls "cdr-production" 20 420
    Faxes "fax-production" 3 470
    Messages "sms-production" 10 380
    Contacts "contacts-production" 8 420
    Devices "devices-production" 2 400
    Billing "billing-production" 3 500
    Settings "mailbox-settings" 4 360
}

/// Lines in a block: each begins with one line of every collection, customers first, so that the shortest sample has
/// all ten, and goes on in random order.
const BLOCK: usize = 128;

/// The order of the interleaved collections.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    order: Vec<Collection>,
}

impl Schedule {
    /// The collection of the next line.
    pub(super) fn next(&mut self, rng: &mut Rng) -> Collection {
        if self.order.is_empty() {
            self.refill(rng);
        }
        self.order.pop().unwrap_or(Collection::Callers)
    }

    /// A new block, its last line first.
    fn refill(&mut self, rng: &mut Rng) {
        for collection in Collection::ALL {
            self.order.extend((1..collection.quota()).map(|_| collection));
        }
        for i in (1..self.order.len()).rev() {
            self.order.swap(i, rng.below(i as u32 + 1) as usize);
        }
        self.order.extend(Collection::ALL.iter().rev());
    }
}

/// How many customers a dump of this size holds for sure.
pub(super) fn accounts(amount: Amount) -> u32 {
    let lines = match amount {
        Amount::Records(records) => records,
        // A little too few, so that every account id has its customer.
        Amount::Bytes(bytes) => bytes * BLOCK as u64 / block_bytes() / 20 * 19,
    };
    let count = lines / BLOCK as u64 * Collection::People.quota() + 1;
    count.min(100_000_000) as u32
}

fn block_bytes() -> u64 {
    Collection::ALL.iter().map(|collection| collection.quota() * collection.length()).sum()
}

/// Each collection's share of an amount; shares of records add up to it.
pub(super) fn shares(amount: Amount) -> [Amount; 10] {
    let mut index = 0;
    Collection::ALL.map(|collection| {
        index += 1;
        match amount {
            Amount::Records(records) => {
                let (blocks, rest) = (records / BLOCK as u64, records % BLOCK as u64);
                let more = if collection == Collection::Callers { rest.saturating_sub(10) } else { 0 };
                Amount::Records(blocks * collection.quota() + u64::from(index <= rest) + more)
            }
            Amount::Bytes(bytes) => {
                Amount::Bytes((bytes / block_bytes() + 1) * collection.quota() * collection.length())
            }
        }
    })
}

/// One line of a collection.
pub(super) fn record(stage: &mut Stage, out: &mut Vec<u8>, collection: Collection) {
    match collection {
        Collection::People => stage.next_customer(out),
        Collection::Callers => records::caller(stage, out),
        Collection::Voicemail => records::voicemail(stage, out),
        Collection::Calls => shapes::call(stage, out),
        Collection::Faxes => shapes::fax(stage, out),
        Collection::Messages => shapes::message(stage, out),
        Collection::Contacts => shapes::contact(stage, out),
        Collection::Devices => shapes::device(stage, out),
        Collection::Billing => shapes::billing(stage, out),
        Collection::Settings => shapes::settings(stage, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_holds_the_quotas() {
        let total: u64 = Collection::ALL.iter().map(|collection| collection.quota()).sum();
        assert_eq!(total, BLOCK as u64);
        let (mut schedule, mut rng) = (Schedule::default(), Rng::new(1));
        let block: Vec<_> = (0..BLOCK).map(|_| schedule.next(&mut rng)).collect();
        assert_eq!(block[..10], Collection::ALL);
        for collection in Collection::ALL {
            assert_eq!(block.iter().filter(|c| **c == collection).count() as u64, collection.quota());
        }
    }

    #[test]
    fn shares_add_up_and_customers_suffice() {
        for records in [0, 1, 9, 10, 11, 300, 1000, 12_345] {
            let shares =
                shares(Amount::Records(records)).map(|share| if let Amount::Records(n) = share { n } else { 0 });
            assert_eq!(shares.iter().sum::<u64>(), records);
            if records > 0 {
                assert!(shares[0] >= u64::from(accounts(Amount::Records(records))), "{records}");
            }
        }
    }
}
